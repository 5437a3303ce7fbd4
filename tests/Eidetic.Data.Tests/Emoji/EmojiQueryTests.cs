using System.Globalization;
using System.Text;
using Eidetic.Abstractions;

namespace Eidetic.Data.Tests;

public sealed class EmojiQueryTests
{
    [Theory]
    [InlineData(EmojiSplit.Dev, 641)]
    [InlineData(EmojiSplit.Test, 639)]
    public async Task Every_query_asks_for_an_image_of_the_collection(EmojiSplit split, int expected)
    {
        var keys = (await ImagesAsync()).Select(image => image.Key).ToHashSet();

        var queries = EmojiSource.Queries(split);

        queries.Should().HaveCount(expected);
        queries.Should().OnlyContain(query => keys.Contains(query.Image) && query.Query.Any(char.IsLetter));
    }

    [Fact]
    public async Task No_query_occurs_in_a_caption_not_even_as_a_part_of_one()
    {
        var captions = (await ImagesAsync()).SelectMany(image => image.Captions).Select(caption => $" {Fold(caption)} ").ToList();
        var known = string.Join('\n', captions);

        var queries = EmojiSource.Queries(EmojiSplit.Dev).Concat(EmojiSource.Queries(EmojiSplit.Test));

        queries.Where(query => known.Contains($" {Fold(query.Query)} ", StringComparison.Ordinal)).Should().BeEmpty();
    }

    [Fact]
    public void A_phrase_is_asked_once_in_one_half()
    {
        var queries = EmojiSource.Queries(EmojiSplit.Dev).Concat(EmojiSource.Queries(EmojiSplit.Test));

        queries.Select(query => Fold(query.Query)).Should().OnlyHaveUniqueItems();
    }

    [Theory]
    [InlineData(EmojiSplit.Dev)]
    [InlineData(EmojiSplit.Test)]
    public void The_query_file_lies_beside_the_program(EmojiSplit split)
    {
        var path = EmojiSource.QueryFile(split);

        File.ReadLines(path).Should().HaveSameCount(EmojiSource.Queries(split));
    }

    [Fact]
    public void Missing_queries_are_one_clear_error()
    {
        using var folder = new EmojiFolder();

        var reading = () => EmojiSource.Queries(EmojiSplit.Test, folder.Path);

        reading.Should().Throw<SourceException>().WithMessage("*queries-test.jsonl cannot be read*");
    }

    [Theory]
    [InlineData("NOTICE")]
    [InlineData("LICENSE-Apache-2.0.txt")]
    [InlineData("LICENSE-emoji-data.txt")]
    [InlineData("LICENSE-emojibase-data.txt")]
    [InlineData("LICENSE-emojilib.txt")]
    public void Notices_travel_with_the_pictures(string name)
    {
        var path = Path.Combine(AppContext.BaseDirectory, "emoji", name);

        File.Exists(path).Should().BeTrue();
    }

    /// <summary>The rule of the collection's README: lower case, accents and apostrophes dropped, other punctuation parts words.</summary>
    private static string Fold(string phrase)
    {
        var folded = new StringBuilder();
        foreach (var rune in phrase.Normalize(NormalizationForm.FormKD).ToLowerInvariant().EnumerateRunes())
        {
            var isMark = Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark;
            if (Rune.IsLetterOrDigit(rune))
                folded.Append(rune);
            else if (!isMark && rune.Value is not ('\'' or '’'))
                folded.Append(' ');
        }

        return string.Join(' ', folded.ToString().Split(' ', StringSplitOptions.RemoveEmptyEntries));
    }

    private static async Task<List<SourceImage>> ImagesAsync()
    {
        var images = new List<SourceImage>();
        await foreach (var image in new EmojiSource().ReadAsync(_ => { }))
            images.Add(image);
        return images;
    }
}
