using Eidetic.Abstractions;

namespace Eidetic.Identifiers.Tests;

public sealed class SemanticSchemeTests
{
    [Fact]
    public void Captions_become_words_and_the_vocabulary_is_sorted()
    {
        var assignment = Assign(SchemeRequests.OfCaptions(["Two dogs, on a beach!", "A dog's life"], ["a cat"]));

        assignment.NamesOf(0).Should().Equal("two dogs on a beach <end>", "a dog's life <end>");
        assignment.NamesOf(1).Should().Equal("a cat <end>");
        assignment.Vocabulary.Names.Should().BeInAscendingOrder(StringComparer.Ordinal);
        assignment.TokenVectors.Should().BeNull();
    }

    [Fact]
    public void Images_that_share_a_caption_each_get_a_suffix_in_the_order_of_keys()
    {
        var assignment = Assign(SchemeRequests.OfCaptions(["A dog."], ["a cat", "A DOG"], ["a dog", "a dog runs"]));

        assignment.NamesOf(0).Should().Equal("a dog #1 <end>");
        assignment.NamesOf(1).Should().Equal("a cat <end>", "a dog #2 <end>");
        assignment.NamesOf(2).Should().Equal("a dog #3 <end>", "a dog runs <end>");
    }

    [Fact]
    public void A_caption_given_twice_to_an_image_counts_once() =>
        Assign(SchemeRequests.OfCaptions(["a dog", "A dog!"])).NamesOf(0).Should().Equal("a dog <end>");

    [Fact]
    public void Images_without_usable_captions_are_named_by_the_words_of_their_keys()
    {
        var request = SchemeRequests.OfCaptions([], ["🐶 !!! …"], [], [], ["\ud800"]) with
        {
            Keys = ["pets/Golden-Retriever.jpg", "pets/IMG_0001.old.png", "pets/golden_retriever.png", "~/—.jpg", "été/.x"],
        };

        var assignment = Assign(request);

        assignment.NamesOf(0).Should().Equal("pets golden retriever #1 <end>");
        assignment.NamesOf(1).Should().Equal("pets img 0001 old <end>");
        assignment.NamesOf(2).Should().Equal("pets golden retriever #2 <end>");
        assignment.NamesOf(3).Should().Equal("<image> <end>");
        assignment.NamesOf(4).Should().Equal("été x <end>");
    }

    [Fact]
    public void A_collection_without_any_caption_is_named()
    {
        var request = SchemeRequests.Images(50) with { Captions = [.. Enumerable.Repeat((IReadOnlyList<string>)[], 50)] };

        Assign(request).ShouldName(50);
    }

    [Theory]
    [InlineData("Ein Hund läuft über die Straße", "ein hund läuft über die straße")]
    [InlineData("E\u0301te\u0301 à la plage", "été à la plage")]
    [InlineData("СОБАКА бежит", "собака бежит")]
    [InlineData("कुत्ता दौड़ रहा है", "कुत्ता दौड़ रहा है")]
    [InlineData("犬が走る", "犬 が 走 る")]
    [InlineData("개가 뛴다", "개가 뛴다")]
    [InlineData("a 🐶 dog’s \ud83d broken 'quoted' rock 'n' roll", "a dog's broken quoted rock n roll")]
    public void Words_are_cut_in_every_script(string caption, string expected) =>
        Assign(SchemeRequests.OfCaptions([caption])).NamesOf(0).Should().Equal($"{expected.Normalize()} <end>");

    [Fact]
    public void Captions_per_image_limits_how_many_name_it()
    {
        var request = SchemeRequests.OfCaptions(["one", "…", "two", "three", "four", "five", "six"]);

        Assign(request).NamesOf(0).Should().HaveCount(5);
        Assign(request, new IdentifierSchemeOptions { CaptionsPerImage = 2 }).NamesOf(0).Should().Equal("one <end>", "two <end>");
    }

    [Fact]
    public void Max_words_limits_how_long_they_are_even_where_the_rest_told_them_apart()
    {
        var request = SchemeRequests.OfCaptions(["a dog runs fast"], ["a dog runs slowly"], []) with { Keys = ["1", "2", "x/y/z/the-end.jpg"] };

        var assignment = Assign(request, new IdentifierSchemeOptions { MaxWords = 3 });

        assignment.NamesOf(0).Should().Equal("a dog runs #1 <end>");
        assignment.NamesOf(1).Should().Equal("a dog runs #2 <end>");
        assignment.NamesOf(2).Should().Equal("z the end <end>");
    }

    private static IdentifierAssignment Assign(IdentifierRequest request, IdentifierSchemeOptions? options = null)
    {
        var assignment = IdentifierSchemes.Create("semantic", options).Assign(request);
        assignment.ShouldName(request.Keys.Count);
        return assignment;
    }
}
