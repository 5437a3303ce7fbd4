using Eidetic.Abstractions;

namespace Eidetic.Identifiers.Tests;

public sealed class AmendedBookTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public AmendedBookTests()
    {
        var vocabulary = new IdentifierVocabulary([.. Enumerable.Range(0, 10).Select(token => $"<{token}>")]);
        var assignment = new IdentifierAssignment { Vocabulary = vocabulary, Identifiers = [new(0, [1, 2]), new(1, [1, 3]), new(2, [4])] };
        IdentifierBook.Create("residual", ["a", "b", "c"], assignment).Save(Base);
    }

    private string Base => _folder.File("book");

    private string Changes => _folder.File("changes");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Changes_are_laid_over_the_book_one_after_the_other()
    {
        using (var book = IdentifierBook.Open(Base))
        {
            book.SaveChanges(Changes, removed: [0], added: [new AddedImage("d", [[5]]), new AddedImage("e", [[1, 2]])]);
        }

        using (var book = IdentifierBook.Open(Base, Changes))
        {
            book.Keys.Should().Equal("b", "c", "d", "e");
            book.SaveChanges(_folder.File("more"), removed: [1, 2], added: [new AddedImage("a", [[4, 4], [5, 5]])]);
        }

        using var opened = IdentifierBook.Open(Base, _folder.File("more"));
        opened.Keys.Should().Equal("b", "e", "a");
        (opened.AddedImages, opened.RemovedImages).Should().Be((2, 2));
        opened.IdentifiersOf(2).Select(tokens => string.Join(' ', tokens)).Should().BeEquivalentTo("4 4", "5 5");
        opened.TryGetImage("e", out var image).Should().BeTrue();
        opened.TokenNames(opened.Trie.LeavesOf(image)[0]).Should().Equal("<1>", "<2>");
        opened.TryGetImage("c", out _).Should().BeFalse();
        opened.Verify();
        opened.Save(_folder.File("folded"));
        using var folded = IdentifierBook.Open(_folder.File("folded"));
        folded.Verify();
        folded.Keys.Should().Equal(opened.Keys);
        folded.AddedImages.Should().Be(0);
        Enumerable.Range(0, 3).Select(folded.IdentifiersOf).Should().BeEquivalentTo(Enumerable.Range(0, 3).Select(opened.IdentifiersOf));
    }

    [Fact]
    public void What_cannot_be_laid_over_is_refused_and_nothing_is_written()
    {
        using var book = IdentifierBook.Open(Base);

        Refusal(book, [], new AddedImage("a", [[5]])).Should().Contain("got 'a', which it does");
        Refusal(book, [], new AddedImage("d", [[5]]), new AddedImage("d", [[6]])).Should().Contain("got 'd' twice");
        Refusal(book, [], new AddedImage("d", [[10]])).Should().Contain("tokens from 0 to 9, got 10 for 'd'");
        Refusal(book, [], new AddedImage("d", [[1]])).Should().Contain("prefix-free");
        Refusal(book, [0, 1, 2]).Should().Contain("at least one image");
        Refusal(book, [3]).Should().Contain("got 3");
        File.Exists(Changes).Should().BeFalse();
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("""{"formatVersion":2,"base":"","removed":[],"added":[]}""")]
    [InlineData("""{"formatVersion":1,"base":"","removed":[],"added":[]}""")]
    [InlineData("""{"formatVersion":1,"base":"HASH","removed":[7],"added":[]}""")]
    [InlineData("""{"formatVersion":1,"base":"HASH","removed":[],"added":[null]}""")]
    [InlineData("""{"formatVersion":1,"base":"HASH","removed":[],"added":[{"key":"d","identifiers":[[99]]}]}""")]
    [InlineData("""{"formatVersion":1,"base":"HASH","removed":[],"added":[{"key":"d","identifiers":[]}]}""")]
    public void Damaged_changes_are_told_in_one_sentence(string json)
    {
        using (var book = IdentifierBook.Open(Base))
        {
            book.SaveChanges(Changes, removed: [0], added: []);
        }

        var hash = System.Text.Json.JsonDocument.Parse(File.ReadAllText(Changes)).RootElement.GetProperty("base").GetString();
        File.WriteAllText(Changes, json.Replace("HASH", hash, StringComparison.Ordinal));

        var act = () => IdentifierBook.Open(Base, Changes);

        act.Should().Throw<CheckpointFormatException>().WithMessage("Expected the changes of a book in*found*restore the file or memorize again.");
    }

    private string Refusal(IdentifierBook book, int[] removed, params AddedImage[] added) =>
        book.Invoking(b => b.SaveChanges(Changes, removed, added)).Should().Throw<ArgumentException>().Which.Message;
}
