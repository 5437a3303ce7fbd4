using System.Security.Cryptography;
using System.Text;

namespace Eidetic.Modeling;

/// <summary>Names everything an encoder's vectors depend on.</summary>
internal static class EncoderFingerprint
{
    /// <summary>SHA-256 over the recipe and the files, as <c>name-</c> and 32 hexadecimal digits.</summary>
    /// <param name="name">The encoder's name.</param>
    /// <param name="recipe">How inputs are prepared, in words that change when the preparation does.</param>
    /// <param name="files">The files the encoder reads.</param>
    public static string Of(string name, string recipe, params IEnumerable<string> files)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes(recipe));
        foreach (var file in files)
        {
            using var stream = File.OpenRead(file);
            hash.AppendData(SHA256.HashData(stream));
        }

        return $"{name}-{Convert.ToHexStringLower(hash.GetHashAndReset().AsSpan(0, 16))}";
    }
}
