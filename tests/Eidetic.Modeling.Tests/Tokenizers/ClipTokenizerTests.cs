using System.Text.Json;
using Eidetic.Abstractions;

namespace Eidetic.Modeling.Tests.Tokenizers;

public class ClipTokenizerTests
{
    private static readonly ClipTokenizer Tokenizer = ClipTokenizer.OpenShipped();

    public static TheoryData<string, string, int[], int[]> Cases()
    {
        using var document = JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Fixtures", "clip-tokenizer", "tokenizer_cases.json")));
        var data = new TheoryData<string, string, int[], int[]>();
        foreach (var item in document.RootElement.GetProperty("cases").EnumerateArray())
        {
            data.Add(
                item.GetProperty("text").GetString()!, item.GetProperty("cleaned").GetString()!, Numbers(item.GetProperty("token_ids")),
                Numbers(item.GetProperty("padded_77_truncate")));
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_text_is_cleaned_and_cut_as_the_reference_does(string text, string cleaned, int[] tokens, int[] padded)
    {
        ClipTokenizer.Clean(text).Should().Be(cleaned);
        Tokenizer.Encode(text).Should().Equal(tokens);
        Tokenizer.Tokens(text).Should().Equal(padded);
    }

    [Fact]
    public void All_25_texts_of_the_reference_are_compared() => Cases().Should().HaveCount(25);

    [Theory]
    [InlineData("a photo of a cat", "a photo of a cat")]
    [InlineData("Crème brûlée 🐱", "crème brûlée 🐱")]
    public void Tokens_are_joined_to_the_text_they_came_from(string text, string joined) =>
        Tokenizer.Decode(Tokenizer.Encode(text)).Should().Be(joined);

    [Theory]
    [InlineData("plain café, not broken", "plain café, not broken")]
    [InlineData("Ãœber and cafÃ©", "Über and café")]
    [InlineData("cafÃ© and 日本", "cafÃ© and 日本")]
    [InlineData("a\r\nb\u2028c", "a\nb\nc")]
    [InlineData("red\u001b[1;31m apple\u0007", "red apple")]
    [InlineData("a &lt; b", "a < b")]
    [InlineData("<b>a &lt; b", "<b>a &lt; b")]
    public void Text_is_repaired_where_it_is_surely_broken(string text, string repaired) => TextRepair.Repair(text).Should().Be(repaired);

    [Fact]
    public void Characters_outside_the_basic_plane_are_letters_where_they_are_letters()
    {
        var plane = new PlaneText("x𝐀𝐁 9");

        plane.Plane.Should().HaveLength(5).And.MatchRegex(@"^\p{L}{3} \p{N}$");
        plane.Between(1, 3).Should().Be("𝐀𝐁");
    }

    [Fact]
    public void A_vocabulary_that_is_none_is_refused_by_its_name()
    {
        var path = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.txt.gz");
        File.WriteAllText(path, "no gzip");
        try
        {
            FluentActions.Invoking(() => ClipTokenizer.Open(path)).Should().Throw<CheckpointFormatException>().WithMessage($"{path}: *restore CLIP's vocabulary.");
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static int[] Numbers(JsonElement list) => [.. list.EnumerateArray().Select(number => number.GetInt32())];
}
