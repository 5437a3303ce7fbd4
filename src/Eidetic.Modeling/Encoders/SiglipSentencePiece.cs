using System.Text.RegularExpressions;
using Eidetic.Abstractions;

namespace Eidetic.Modeling;

/// <summary>
/// Cuts texts for a SigLIP by its <c>spiece.model</c>, as transformers' SiglipTokenizer does: in lower case, without ASCII's punctuation, with
/// single spaces, a boundary before the first word and the end after the last token.
/// </summary>
internal static partial class SiglipSentencePiece
{
    private const string End = "</s>";
    private const string Unknown = "<unk>";
    private const char Boundary = '▁';

    /// <summary>Reads a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="lowers">Whether texts are brought into lower case.</param>
    /// <exception cref="CheckpointFormatException">It is missing, damaged, or asks for what is not done here.</exception>
    public static FramedTokenizer Open(string path, bool lowers)
    {
        var model = SentencePieceModel.Open(path);
        var vocabulary = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var token = 0; token < model.Names.Count; token++)
        {
            vocabulary[model.Names[token]] = token;
        }

        AddedToken[] added = [.. new[] { End, Unknown }.Select(name => new AddedToken(
            name,
            vocabulary.TryGetValue(name, out var token) ? token : throw new CheckpointFormatException(path, $"{path}: expected a piece {name}, found none; take the file that belongs to the model."),
            IsSpecial: true,
            TakesLeft: true,
            TakesRight: true))];
        var tokenizer = new PublishedTokenizer(new PublishedTokenizerParts
        {
            Vocabulary = vocabulary,
            Added = added,
            Normalize = text => text,   // what is done to a text depends on whether it comes first
            Cut = (text, isFirst) => Normalize(text, isFirst, lowers, model.Table) is { Length: > 0 } normal ? [normal] : [],
            Pieces = model.Pieces,
            Join = names => [string.Concat(names).Replace(Boundary, ' ').TrimStart()],
        });
        return new FramedTokenizer(tokenizer, Before: [], After: [vocabulary[End]]);
    }

    private static string Normalize(string text, bool isFirst, bool lowers, CharacterMap? table)
    {
        var marked = (isFirst ? Boundary.ToString() : "") + text.Replace(Boundary, ' ');
        var cased = lowers ? ClipTokenizer.Lower(marked) : marked;
        var bare = string.Concat(cased.Where(letter => !(char.IsAscii(letter) && (char.IsPunctuation(letter) || char.IsSymbol(letter)))));
        var canonical = Space().Replace(bare, " ").Trim();
        var replaced = table is null ? canonical : table.ApplyLongest(canonical);
        return Spaces().Replace(replaced, " ").Replace(' ', Boundary).TrimEnd(Boundary);
    }

    // White space as Python has it.
    [GeneratedRegex(@"[\s\x1C-\x1F]+")]
    private static partial Regex Space();

    [GeneratedRegex(" {2,}")]
    private static partial Regex Spaces();
}
