using System.Text;

namespace Eidetic.Data;

/// <summary>
/// Finds the key a caption file means: the same characters, or the same text in another Unicode normalization, because a name typed on one
/// system (é as one character) and stored by another (e and an accent) is still the same name to its reader.
/// </summary>
internal sealed class KeyLookup
{
    private readonly HashSet<string> _keys;
    private readonly Dictionary<string, string> _byComposed = new(StringComparer.Ordinal);

    public KeyLookup(IEnumerable<string> keys)
    {
        _keys = new HashSet<string>(keys, StringComparer.Ordinal);
        foreach (var key in _keys.Where(key => !Ascii.IsValid(key)))
        {
            _byComposed.TryAdd(Composed(key), key);
        }
    }

    /// <summary>The key, or null when no image has it.</summary>
    public string? Find(string name) =>
        _keys.Contains(name) ? name : !Ascii.IsValid(name) && _byComposed.TryGetValue(Composed(name), out var key) ? key : null;

    /// <summary>File names need not be valid Unicode; those are left as they are.</summary>
    private static string Composed(string name)
    {
        try
        {
            return name.Normalize(NormalizationForm.FormC);
        }
        catch (ArgumentException)
        {
            return name;
        }
    }
}
