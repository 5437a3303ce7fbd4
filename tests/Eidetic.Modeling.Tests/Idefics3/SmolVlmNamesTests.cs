using static TorchSharp.torch;

namespace Eidetic.Modeling.Tests.Idefics3;

/// <summary>
/// Full sizes on the meta device. The JSON files hold the fields of the published config.json that say sizes and leave out what is left out
/// there; the lists of names were written from those sizes, not by this code.
/// </summary>
public class SmolVlmNamesTests
{
    public SmolVlmNamesTests() => TorchRuntime.EnsureLoaded();

    [Theory]
    [InlineData("smolvlm-256m", 256_484_928, 64)]
    [InlineData("smolvlm-500m", 507_482_304, 64)]
    [InlineData("smolvlm-2.2b", 2_246_272_880, 81)]
    public void SmolVLM_has_the_approved_names_and_shapes(string name, long parameters, int tokensPerTile)
    {
        using var scope = NewDisposeScope();
        var approved = File.ReadAllLines(PathOf(name + ".txt"));

        using var model = Build(name, tokenizer: null);

        model.Parameters.Names.Order(StringComparer.Ordinal)
            .Select(parameter => $"{parameter} [{string.Join(", ", model.Parameters[parameter].shape)}]").Should().Equal(approved);
        model.Parameters.Count.Should().Be(parameters);
        model.Config.TokensPerTile.Should().Be(tokensPerTile);
        model.PaddingToken.Should().Be(2);
    }

    [Fact]
    public void An_answer_ends_with_the_tokenizers_end_of_utterance_where_it_has_one()
    {
        using var scope = NewDisposeScope();

        using var named = Build("smolvlm-256m", new OneToken("<end_of_utterance>"));
        using var unnamed = Build("smolvlm-256m", new OneToken("<|endoftext|>"));

        named.EndToken.Should().Be(OneToken.Number);
        unnamed.EndToken.Should().Be(2);
    }

    private static string PathOf(string file) => Path.Combine(AppContext.BaseDirectory, "Fixtures", "names", file);

    private static Idefics3Model Build(string name, ITextTokenizer? tokenizer)
    {
        var path = PathOf(name + ".json");
        return new Idefics3Model(new ParameterScope(new MetaOrigin()), Idefics3Config.Parse(File.ReadAllText(path), path), tokenizer);
    }

    private sealed class OneToken(string name) : ITextTokenizer
    {
        public const int Number = 49279;

        public int Count => Number + 1;

        public IReadOnlyList<int> Encode(string text) => [];

        public string Decode(IEnumerable<int> tokens) => "";

        public int? Find(string wanted) => wanted == name ? Number : null;

        public string NameOf(int token) => name;
    }
}
