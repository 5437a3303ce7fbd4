namespace Eidetic.Data;

/// <summary>A line of the emoji collection's <c>captions.jsonl</c>.</summary>
internal sealed record EmojiCaptions(string Image, IReadOnlyList<string> Captions);
