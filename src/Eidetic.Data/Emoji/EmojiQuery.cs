namespace Eidetic.Data;

/// <summary>A phrase that occurs in no caption of the emoji collection, and the one image it means.</summary>
/// <param name="Query">The phrase.</param>
/// <param name="Image">Key of the image.</param>
public sealed record EmojiQuery(string Query, string Image);
