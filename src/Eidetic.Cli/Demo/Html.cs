using System.Text;

namespace Eidetic.Cli.Demo;

/// <summary>
/// An element of the page. Every text and attribute is escaped when written, so no value of a report can become markup; what is written is
/// HTML and XML at once (every element closed, only numeric and predefined entities).
/// </summary>
internal sealed class Html
{
    private readonly string _tag;
    private readonly List<(string Name, string Value)> _attributes = [];
    private readonly List<object> _children = [];

    public Html(string tag, string? style = null)
    {
        _tag = tag;
        if (style is not null)
        {
            Set("class", style);
        }
    }

    /// <summary>Sets an attribute.</summary>
    public Html Set(string name, string value)
    {
        _attributes.Add((name, value));
        return this;
    }

    /// <summary>Appends text.</summary>
    public Html Text(string text)
    {
        _children.Add(text);
        return this;
    }

    /// <summary>Appends elements; those that are null are left out.</summary>
    public Html Add(params IEnumerable<Html?> elements)
    {
        _children.AddRange(elements.OfType<Html>());
        return this;
    }

    /// <summary>Appends a style sheet or script of the program's own, unescaped.</summary>
    public Html AddOwnCode(string code)
    {
        _children.Add(new OwnCode(code));
        return this;
    }

    /// <summary>Writes the element with all it holds.</summary>
    public void WriteTo(StringBuilder output)
    {
        output.Append('<').Append(_tag);
        foreach (var (name, value) in _attributes)
        {
            output.Append(' ').Append(name).Append("=\"");
            Escape(value, output);
            output.Append('"');
        }

        if (_tag is "img" or "meta" or "link" or "br")
        {
            output.Append("/>");
            return;
        }

        output.Append('>');
        foreach (var child in _children)
        {
            WriteChild(child, output);
        }

        output.Append("</").Append(_tag).Append('>');
        if (_tag is "head" or "header" or "section" or "article" or "figure" or "li" or "tr" or "footer" or "svg")
        {
            output.Append('\n');
        }
    }

    private static void WriteChild(object child, StringBuilder output)
    {
        switch (child)
        {
            case Html element:
                element.WriteTo(output);
                break;
            case OwnCode code:
                output.Append(code.Text);
                break;
            default:
                Escape((string)child, output);
                break;
        }
    }

    private static void Escape(string text, StringBuilder output)
    {
        foreach (var rune in text.EnumerateRunes())
        {
            switch (rune.Value)
            {
                case '&':
                    output.Append("&amp;");
                    break;
                case '<':
                    output.Append("&lt;");
                    break;
                case '>':
                    output.Append("&gt;");
                    break;
                case '"':
                    output.Append("&quot;");
                    break;
                case '\'':
                    output.Append("&#39;");
                    break;
                default:
                    output.Append(IsAllowed(rune) ? rune : Rune.ReplacementChar);
                    break;
            }
        }
    }

    // XML 1.0, production 2: control characters and U+FFFE, U+FFFF have no place in a document.
    private static bool IsAllowed(Rune rune) => rune.Value is '\t' or '\n' or '\r' or (>= 0x20 and < 0x7F) or >= 0xA0 and not (0xFFFE or 0xFFFF);

    private sealed record OwnCode(string Text);
}
