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

    /// <summary>Writes the codebooks.</summary>
    /// <param name="path">The file.</param>
    /// <param name="vectors">float32 [vocab, sharedDim].</param>
    /// <param name="options">How the scheme used them, or null for its defaults.</param>
    public static void Save(string path, FeatureMatrix vectors, IdentifierSchemeOptions? options)
    {
        options ??= new IdentifierSchemeOptions();
        using var tensor = vectors.ToTensor(torch.CPU);
        SafetensorsWriter.Write(path, [KeyValuePair.Create(Name, tensor)], new Dictionary<string, string>
        {
            [BeamKey] = options.EncodingBeam.ToString(CultureInfo.InvariantCulture),
            [CompactKey] = options.Compact ? "true" : "false",
        });
    }

    /// <summary>Makes the namer of new images.</summary>
    /// <exception cref="CheckpointFormatException">The file is damaged, or does not fit the vocabulary.</exception>
    public static ResidualNamer LoadNamer(string path, IdentifierVocabulary vocabulary)
    {
        using var file = SafetensorsFile.Open(path);
        var shape = file.Info(Name).Shape;
        if (shape.Count != 2)
        {
            throw new CheckpointFormatException(path, $"Expected codebooks of [vocab, dim] in {path}, found [{string.Join(", ", shape)}].");
        }

        try
        {
            return new ResidualNamer(vocabulary, new FeatureMatrix((int)shape[1], file.LoadFloats(Name)), new IdentifierSchemeOptions
            {
                EncodingBeam = int.Parse(file.Metadata[BeamKey], NumberStyles.None, CultureInfo.InvariantCulture),
                Compact = bool.Parse(file.Metadata[CompactKey]),
            });
        }
        catch (Exception exception) when (exception is ArgumentException or FormatException or KeyNotFoundException or OverflowException)
        {
            throw new CheckpointFormatException(
                path, $"Expected codebooks that fit the memory's identifiers in {path} ({exception.Message}): restore the file or build the memory anew.", exception);
        }
    }
}
