using Eidetic.Abstractions;

namespace Eidetic.Modeling;

/// <summary>Where the encoders that ship with Eidetic lie: in <c>encoders/</c> beside the program.</summary>
public static class ShippedEncoders
{
    /// <summary>Folder of the eyes, MobileNetV2.</summary>
    public static string MobileNetFolder => Folder("mobilenet-v2");

    /// <summary>Folder of the ears, Universal Sentence Encoder Lite.</summary>
    public static string UseLiteFolder => Folder("use-lite");

    /// <summary>Path of a file that must exist.</summary>
    /// <exception cref="CheckpointFormatException">It does not.</exception>
    internal static string Require(string folder, string fileName)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        var path = Path.Combine(folder, fileName);
        return File.Exists(path) ? path : throw new CheckpointFormatException(
            path, $"{path} is missing; an encoder's files come with the program in encoders/, so build or install it again, or name a folder that holds them.");
    }

    private static string Folder(string name) => Path.Combine(AppContext.BaseDirectory, "encoders", name);
}
