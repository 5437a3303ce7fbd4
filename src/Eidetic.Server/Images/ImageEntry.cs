using System.Text.Json.Serialization;
using Eidetic.Data;

namespace Eidetic.Server.Images;

/// <summary>What the memory knows about an image, as the server writes it.</summary>
internal sealed record ImageEntry(
    string Image, int Width, int Height, long Bytes, string Sha256, IReadOnlyList<string> Captions, IReadOnlyList<string> Tags, IReadOnlyList<string> Identifier,
    ImageLinks Links)
{
    /// <summary>The first caption.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public string? Caption { get; init; }

    /// <summary>When the picture was made.</summary>
    public string? Taken { get; init; }

    public static ImageEntry Of(MemorizedImage image) =>
        new(image.Key, image.Width, image.Height, image.SizeInBytes, image.Sha256, [.. image.Captions.Select(caption => caption.Text)], image.Tags, image.Identifier, ImageLinks.Of(image.Key))
        {
            Caption = image.Captions is [var first, ..] ? first.Text : null,
            Taken = image.Date is { } date ? ImageDate.Text(date) : null,
        };
}

/// <summary>A part of the memory's images.</summary>
/// <param name="Images">Ordered by key.</param>
/// <param name="Next">The key after which the next part begins; null where this is the last.</param>
internal sealed record ImageList(IReadOnlyList<ImageEntry> Images, [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] string? Next);
