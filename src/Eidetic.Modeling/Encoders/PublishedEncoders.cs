using Eidetic.Abstractions;

namespace Eidetic.Modeling;

/// <summary>Opens published encoders that take the place of those that ship: halves of a CLIP or a SigLIP.</summary>
internal static class PublishedEncoders
{
    /// <summary>Opens eyes and ears of one published model, which see and hear in one space.</summary>
    /// <param name="folder">Holds weights and, unless they are OpenAI's own, <c>config.json</c>; perhaps <c>preprocessor_config.json</c> and a vocabulary.</param>
    /// <param name="tokens">Cuts texts; null for their own vocabulary or, where a CLIP has none, OpenAI's.</param>
    /// <exception cref="CheckpointFormatException">The files are missing, damaged, or another model's.</exception>
    public static (PublishedEyes Eyes, PublishedEars Ears) Open(string folder, Func<string, int[]>? tokens = null)
    {
        using var towers = PublishedTowers.Open(folder);
        var eyes = towers.ReadEyes();
        try
        {
            return (eyes, towers.ReadEars(tokens));
        }
        catch
        {
            eyes.Dispose();
            throw;
        }
    }

    /// <summary>Opens the eyes of a published model.</summary>
    /// <exception cref="CheckpointFormatException">The files are missing, damaged, or another model's.</exception>
    public static PublishedEyes OpenEyes(string folder)
    {
        using var towers = PublishedTowers.Open(folder);
        return towers.ReadEyes();
    }

    /// <summary>Opens the ears of a published model.</summary>
    /// <exception cref="CheckpointFormatException">The files are missing, damaged, or another model's.</exception>
    public static PublishedEars OpenEars(string folder, Func<string, int[]>? tokens = null)
    {
        using var towers = PublishedTowers.Open(folder);
        return towers.ReadEars(tokens);
    }

    /// <summary>Natural logarithm of the inverse temperature where eyes and ears are halves of one model, or null.</summary>
    public static double? SharedLogScale(IVisionEncoder eyes, ITextEncoder ears) =>
        eyes is PublishedEyes seeing && ears is PublishedEars hearing && seeing.Sha256 == hearing.Sha256 && seeing.Dim == hearing.Dim ? seeing.LogScale : null;
}
