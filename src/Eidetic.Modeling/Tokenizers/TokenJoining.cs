using System.Globalization;
using System.Text;

namespace Eidetic.Modeling;

/// <summary>Reads the <c>decoder</c> of a <c>tokenizer.json</c>.</summary>
internal static class TokenJoining
{
    private const int ByteNameLength = 6;   // <0x00>

    /// <summary>The function that it describes: from names of tokens to parts of text.</summary>
    public static Func<IReadOnlyList<string>, IReadOnlyList<string>> Read(TokenizerFields fields)
    {
        switch (fields.Type)
        {
            case "Sequence":
                var steps = fields.Parts("decoders").Select(Read).ToArray();
                return names => steps.Aggregate(names, (current, step) => step(current));
            case "ByteLevel":
                return names => [ByteLetters.Read(names)];
            case "Replace":
                var (pattern, content) = (fields.Pattern("pattern"), fields.Needed("content"));
                return names => [.. names.Select(name => pattern.Replace(name, _ => content))];
            case "ByteFallback":
                return Bytes;
            case "Fuse":
                return names => [string.Concat(names)];
            case "Strip":
                var (letter, start, stop) = (fields.Needed("content"), fields.Number("start"), fields.Number("stop"));
                return names => [.. names.Select(name => Strip(name, letter, start, stop))];
            case "Metaspace":
                var mark = fields.Text("replacement") ?? "▁";
                var strips = (fields.Text("prepend_scheme") ?? (fields.Flag("add_prefix_space", otherwise: true) ? "always" : "never")) != "never";
                return names => [.. names.Select((name, i) => (strips && i == 0 ? Strip(name, mark, 1, 0) : name).Replace(mark, " ", StringComparison.Ordinal))];
            case "BPEDecoder":
                var suffix = fields.Text("suffix") ?? "</w>";
                return names => [.. names.Select((name, i) => name.Replace(suffix, i == names.Count - 1 ? "" : " ", StringComparison.Ordinal))];
            default:
                throw fields.Unknown($"the type '{fields.Type}'");
        }
    }

    // Bytes in a row are read together; where they are no UTF-8, each becomes U+FFFD.
    private static List<string> Bytes(IReadOnlyList<string> names)
    {
        var parts = new List<string>();
        var bytes = new List<byte>();
        foreach (var name in names)
        {
            if (ByteOf(name) is { } value)
            {
                bytes.Add(value);
                continue;
            }

            Flush(bytes, parts);
            parts.Add(name);
        }

        Flush(bytes, parts);
        return parts;
    }

    private static void Flush(List<byte> bytes, List<string> parts)
    {
        if (bytes.Count > 0)
        {
            var text = Encoding.UTF8.GetString([.. bytes]);
            parts.Add(Encoding.UTF8.GetBytes(text).AsSpan().SequenceEqual(bytes.ToArray()) ? text : new string('\uFFFD', bytes.Count));
            bytes.Clear();
        }
    }

    private static byte? ByteOf(string name) =>
        name.Length == ByteNameLength && name.StartsWith("<0x", StringComparison.Ordinal) && name[^1] == '>'
        && byte.TryParse(name.AsSpan(3, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value)
            ? value
            : null;

    private static string Strip(string text, string letter, int start, int stop)
    {
        for (; start > 0 && text.StartsWith(letter, StringComparison.Ordinal); start--)
        {
            text = text[letter.Length..];
        }

        for (; stop > 0 && text.EndsWith(letter, StringComparison.Ordinal); stop--)
        {
            text = text[..^letter.Length];
        }

        return text;
    }
}
