using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Eidetic.Abstractions;

namespace Eidetic;

/// <summary>Names a filter by its content, so that an equal one is known again, in a few bytes however long a list of keys is.</summary>
internal static class FilterKey
{
    /// <summary>Equal for equal content, and for no other.</summary>
    public static string Of(IReadOnlyCollection<string>? candidates, RecallFilter? filter)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Add(hash, candidates);
        Add(hash, filter?.KeyPrefix is { Length: > 0 } prefix ? [prefix] : null);
        Add(hash, filter?.AllTags);
        Add(hash, filter?.AnyTags);
        Add(hash, [Moment(filter?.After), Moment(filter?.Before)]);
        return Convert.ToHexString(hash.GetHashAndReset());
    }

    private static string Moment(DateTime? date) => date?.Ticks.ToString(CultureInfo.InvariantCulture) ?? "";

    // Lengths before texts: no two lists run together into the same bytes.
    private static void Add(IncrementalHash hash, IReadOnlyCollection<string>? texts)
    {
        hash.AppendData(BitConverter.GetBytes(texts?.Count ?? -1));
        foreach (var text in texts ?? [])
        {
            var bytes = Encoding.Unicode.GetBytes(text);
            hash.AppendData(BitConverter.GetBytes(bytes.Length));
            hash.AppendData(bytes);
        }
    }
}
