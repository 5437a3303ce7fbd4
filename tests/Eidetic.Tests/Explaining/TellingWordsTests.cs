using Eidetic.Data;

namespace Eidetic.Tests.Explaining;

public sealed class TellingWordsTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("eidetic-words-");
    private ImageCatalog? _catalog;

    public void Dispose()
    {
        _catalog?.Dispose();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public void Words_that_set_images_apart_come_first_and_common_ones_not_at_all()
    {
        var counts = new CaptionWordCounts(Catalog(i => i < 10 ? ["a dog on a photo", "the dog runs"] : [$"a thing{i} on a photo"]));

        var words = TellingWords.Of(counts, [.. Enumerable.Range(0, 10)], most: 4);

        words.Should().Equal("dog", "runs");
    }

    [Fact]
    public void A_word_and_its_plural_are_told_once()
    {
        var counts = new CaptionWordCounts(Catalog(i => i < 8 ? ["eyes and a smile", i < 6 ? "an eye" : "a face"] : [$"thing{i}"]));

        var words = TellingWords.Of(counts, [.. Enumerable.Range(0, 8)], most: 4);

        words.Should().Contain("eyes").And.NotContain("eye");
    }

    [Fact]
    public void A_word_of_one_image_or_of_a_captioner_beside_people_tells_nothing()
    {
        var counts = new CaptionWordCounts(Catalog(i => i == 0 ? ["unique"] : i < 8 ? ["tree", "pseudo:ghost"] : ["pseudo:stone"]));

        TellingWords.Of(counts, [.. Enumerable.Range(0, 8)], most: 4).Should().Equal("tree");
        TellingWords.Of(counts, [8, 9, 10, 11], most: 4).Should().NotContain("ghost");
        counts["stone"].Should().Be(92);
        counts["ghost"].Should().Be(0);
    }

    [Fact]
    public void An_image_outside_the_sample_has_its_words_all_the_same()
    {
        var counts = new CaptionWordCounts(Catalog(i => [i % 2 == 0 ? "even number" : "odd number"]), sample: 10);

        counts.WordsOf(7).Should().Equal("odd", "number");
        counts["number"].Should().Be(10);
    }

    private ImageCatalog Catalog(Func<int, string[]> captions)
    {
        var file = Path.Combine(_folder.FullName, "catalog.db");
        ImageCatalog.Create(file, [.. Enumerable.Range(0, 100).Select(i => new CatalogImage
        {
            Key = FormattableString.Invariant($"{i}.png"),
            Sha256 = new byte[32],
            Bytes = 1,
            Width = 1,
            Height = 1,
            Captions = [.. captions(i).Select(text => text.Split(':') is ["pseudo", var word]
                ? new CatalogCaption(word, CatalogCaption.PseudoOrigin("test"))
                : new CatalogCaption(text))],
        })]);
        return _catalog = ImageCatalog.Open(file);
    }
}
