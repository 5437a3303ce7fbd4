using System.Globalization;
using Eidetic.Abstractions;
using Eidetic.Identifiers;
using Eidetic.Modeling;
using TorchSharp;

namespace Eidetic;

/// <summary>
/// The tokens' vectors as the scheme assigned them, as kept in <c>codebooks.safetensors</c>: what new images are named by. Learning moves the
/// vectors in the model, so those would name a picture otherwise than the images beside it.
/// </summary>
internal static class TokenCodebooks
{
    private const string Name = "tokens";
    private const string BeamKey = "encodingBeam";
    private const string CompactKey = "compact";
    private const string LongestKey = "longestIdentifier";

    /// <summary>Writes the codebooks.</summary>
    /// <param name="path">The file.</param>
    /// <param name="vectors">float32 [vocab, queryDim].</param>
    /// <param name="options">How the scheme used them, or null for its defaults.</param>
    /// <param name="longest">Tokens that an identifier may have at most: a decoder has only so many positions.</param>
    public static void Save(string path, FeatureMatrix vectors, IdentifierSchemeOptions? options, int longest)
    {
        options ??= new IdentifierSchemeOptions();
        using var tensor = vectors.ToTensor(torch.CPU);
        SafetensorsWriter.Write(path, [KeyValuePair.Create(Name, tensor)], new Dictionary<string, string>
        {
            [BeamKey] = options.EncodingBeam.ToString(CultureInfo.InvariantCulture),
            [CompactKey] = options.Compact ? "true" : "false",
            [LongestKey] = longest.ToString(CultureInfo.InvariantCulture),
        });
    }

    /// <summary>Makes the namer of new images, and tells how many tokens an identifier may have.</summary>
    /// <exception cref="CheckpointFormatException">The file is damaged, or does not fit the vocabulary.</exception>
    public static (ResidualNamer Namer, int Longest) LoadNamer(string path, IdentifierVocabulary vocabulary)
    {
        var (vectors, options, longest) = Load(path);
        try
        {
            return (new ResidualNamer(vocabulary, vectors, options), longest);
        }
        catch (ArgumentException exception)
        {
            throw Unfit(path, exception);
        }
    }

    /// <summary>Reads what <see cref="Save"/> wrote.</summary>
    /// <exception cref="CheckpointFormatException">The file is damaged.</exception>
    public static (FeatureMatrix Vectors, IdentifierSchemeOptions Options, int Longest) Load(string path)
    {
        using var file = SafetensorsFile.Open(path);
        var shape = file.Info(Name).Shape;
        if (shape.Count != 2)
        {
            throw new CheckpointFormatException(path, $"Expected codebooks of [vocab, dim] in {path}, found [{string.Join(", ", shape)}].");
        }

        try
        {
            var options = new IdentifierSchemeOptions { EncodingBeam = Number(file, BeamKey), Compact = bool.Parse(file.Metadata[CompactKey]) };
            return (new FeatureMatrix((int)shape[1], file.LoadFloats(Name)), options, Number(file, LongestKey));
        }
        catch (Exception exception) when (exception is ArgumentException or FormatException or KeyNotFoundException or OverflowException)
        {
            throw Unfit(path, exception);
        }
    }

    private static CheckpointFormatException Unfit(string path, Exception exception) => new(
        path, $"Expected codebooks that fit the memory's identifiers in {path} ({exception.Message}): restore the file or build the memory anew.", exception);

    private static int Number(SafetensorsFile file, string key) => int.Parse(file.Metadata[key], NumberStyles.None, CultureInfo.InvariantCulture);
}
