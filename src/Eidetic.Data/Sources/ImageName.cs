using System.Diagnostics.CodeAnalysis;

namespace Eidetic.Data;

/// <summary>Image names as caption files write them.</summary>
internal static class ImageName
{
    /// <summary>The key a written name means; false when it names nothing a file could be called.</summary>
    public static bool TryParse(string? written, [NotNullWhen(true)] out string? key)
    {
        key = written is null || written.Contains('\0', StringComparison.Ordinal) ? null : SourceKey.Normalize(written);
        return !string.IsNullOrEmpty(key);
    }
}
