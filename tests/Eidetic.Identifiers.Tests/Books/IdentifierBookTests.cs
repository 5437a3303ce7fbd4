using CsCheck;
using Eidetic.Abstractions;

namespace Eidetic.Identifiers.Tests;

public sealed class IdentifierBookTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_saved_book_opens_as_it_was() => RandomIdentifiers.Sets.Sample(
        set =>
        {
            using var made = Books.Of(set);
            var path = _folder.NewFile();
            made.Save(path);

            using var opened = IdentifierBook.Open(path);

            opened.Verify();
            opened.Trie.ShouldHold(set);
            opened.Scheme.Should().Be("semantic");
            opened.IsAtomic.Should().BeFalse();
            opened.Keys.Should().Equal(made.Keys);
            opened.Vocabulary.Names.Should().Equal(made.Vocabulary.Names);
            opened.VocabularySize.Should().Be(set.Vocabulary);
            for (var image = 0; image < set.Images; image++)
            {
                opened.TryGetImage(made.Keys[image], out var found).Should().BeTrue();
                found.Should().Be(image);
                opened.IdentifiersOf(image).Should().BeEquivalentTo(
                    set.Identifiers.Where(identifier => identifier.Image == image).Select(identifier => identifier.Tokens));
            }
        },
        iter: 30);

    [Fact]
    public void The_same_identifiers_give_the_same_bytes()
    {
        Books.Small(new(0, [1, 2]), new(1, [3])).Save(_folder.File("one"));
        Books.Small(new(1, [3]), new(0, [1, 2])).Save(_folder.File("two"));

        File.ReadAllBytes(_folder.File("two")).Should().Equal(File.ReadAllBytes(_folder.File("one")));
        Directory.GetFiles(_folder.Path).Should().HaveCount(2, "temporary files are renamed");
    }

    [Fact]
    public void A_book_of_an_atomic_scheme_says_so()
    {
        var assignment = new IdentifierAssignment
        {
            Vocabulary = new IdentifierVocabulary(["<0>", "<1>"]),
            Identifiers = [new(0, [0]), new(1, [1])],
            IsAtomic = true,
        };
        IdentifierBook.Create("atomic", ["a", "b"], assignment).Save(_folder.File("book"));

        using var book = IdentifierBook.Open(_folder.File("book"));

        book.IsAtomic.Should().BeTrue();
        book.Trie.MaxDepth.Should().Be(1);
        ((Action)(() => IdentifierBook.Create("atomic", ["a"], assignment with { Identifiers = [new(0, [0, 1])] }))).Should()
            .Throw<ArgumentException>().WithMessage("Expected atomic identifiers of one token, got 2.*");
    }

    [Fact]
    public void Names_of_a_path_come_from_the_vocabulary()
    {
        using var book = Books.Small(new(0, [1, 2]), new(1, [3]));

        book.TokenNames(book.Trie.Find([1, 2])).Should().Equal("<1>", "<2>");
    }

    [Fact]
    public void A_key_that_is_not_there_is_not_found()
    {
        using var book = Books.Small(new(0, [1]), new(1, [2]));

        book.TryGetImage("photos", out var image).Should().BeFalse();
        image.Should().Be(-1);
        book.TryGetImage("", out _).Should().BeFalse();
        book.TryGetImage("\ud800", out _).Should().BeFalse();
    }

    [Fact]
    public void What_makes_no_book_is_refused()
    {
        var assignment = new IdentifierAssignment { Vocabulary = new IdentifierVocabulary(["a", "b"]), Identifiers = [new(0, [0]), new(1, [1])] };

        Refusal(["x", "x"], assignment).Should().StartWith("Expected distinct image keys, got 'x' twice.");
        Refusal(["x", ""], assignment).Should().Be("Expected a key of at least one letter, got none at 1.");
        Refusal(["x", "\udc00"], assignment).Should().Be("Expected a key of valid Unicode, got half a surrogate pair at 1.");
        Refusal(["x", "y", "z"], assignment).Should().Be("Expected at least one identifier for every image, got none for image 2.");
        Refusal(["x"], assignment with { Identifiers = [new(0, [2])] }).Should().StartWith("Expected tokens from 0 to 1, got 2 for image 0.");
    }

    [Fact]
    public void A_closed_book_says_so_and_does_not_crash()
    {
        Books.Small(new(0, [1, 2]), new(1, [3])).Save(_folder.File("book"));
        var book = IdentifierBook.Open(_folder.File("book"));
        var (trie, mask, keys) = (book.Trie, book.Trie.Restrict([0]), book.Keys);

        book.Dispose();
        book.Dispose();

        ((Action)(() => trie.Find([1]))).Should().Throw<ObjectDisposedException>();
        ((Action)(() => trie.LeavesOf(0))).Should().Throw<ObjectDisposedException>();
        ((Action)(() => _ = keys[0])).Should().Throw<ObjectDisposedException>();
        ((Action)(() => _ = book.Vocabulary)).Should().Throw<ObjectDisposedException>();
        ((Action)(() => book.TryGetImage("a", out _))).Should().Throw<ObjectDisposedException>();
        ((Action)(() => trie.Hold())).Should().Throw<ObjectDisposedException>();
        mask.Allows(0).Should().BeTrue("a mask holds its own bits");
    }

    [Fact]
    public void Spans_of_a_held_trie_outlive_the_book()
    {
        Books.Small(new(0, [1, 2]), new(1, [3])).Save(_folder.File("book"));
        var book = IdentifierBook.Open(_folder.File("book"));
        using var hold = book.Trie.Hold();
        var children = book.Trie.ChildTokens(IdentifierTrie.Root);

        book.Dispose();

        children.ToArray().Should().Equal(1, 3);
    }

    private static string Refusal(string[] keys, IdentifierAssignment assignment) =>
        ((Action)(() => IdentifierBook.Create("string", keys, assignment))).Should().Throw<ArgumentException>().Which.Message;
}
