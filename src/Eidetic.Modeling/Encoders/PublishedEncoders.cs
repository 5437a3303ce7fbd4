using Eidetic.Abstractions;

namespace Eidetic.Modeling;

/// <summary>Opens published encoders that take the place of those that ship.</summary>
internal static class PublishedEncoders
{
    /// <summary>Opens eyes and ears of one published CLIP, which see and hear in one space.</summary>
    /// <param name="folder">Holds <c>config.json</c>, weights and perhaps <c>preprocessor_config.json</c> under Hugging Face's names.</param>
    /// <param name="tokens">Cuts texts; null for their own vocabulary or, where they have none, OpenAI's.</param>
    /// <exception cref="CheckpointFormatException">The files are missing, damaged, or another model's.</exception>
    public static (ClipVisionEncoder Eyes, ClipTextEncoder Ears) Open(string folder, Func<string, int[]>? tokens = null)
    {
        var eyes = ClipVisionEncoder.Open(folder);
        try
        {
            return (eyes, ClipTextEncoder.Open(folder, tokens));
        }
        catch
        {
            eyes.Dispose();
            throw;
        }
    }

    /// <summary>What <see cref="IVisionEncoder.Fingerprint"/> and <see cref="ITextEncoder.Fingerprint"/> of a published CLIP would be: its files are hashed, its weights not read in.</summary>
    /// <param name="folder">The folder.</param>
    /// <exception cref="CheckpointFormatException">The files are missing, damaged, or another model's.</exception>
    public static (string Eyes, string Ears) Fingerprints(string folder)
    {
        using var clip = PublishedClip.Open(folder);
        return (ClipVisionEncoder.FingerprintOf(clip), ClipTextEncoder.FingerprintOf(clip));
    }

    /// <summary>Natural logarithm of the inverse temperature where eyes and ears are halves of one CLIP, or null.</summary>
    public static double? SharedLogScale(IVisionEncoder eyes, ITextEncoder ears) =>
        eyes is ClipVisionEncoder seeing && ears is ClipTextEncoder hearing && seeing.Sha256 == hearing.Sha256 ? seeing.LogScale : null;
}
