using System.Security.Cryptography;
using System.Text;
using CsCheck;
using Eidetic.Abstractions;
using Microsoft.Data.Sqlite;

namespace Eidetic.Data.Tests;

public sealed class ImageCatalogTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string File => _folder.Of("catalog.db");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void What_is_written_is_read_back()
    {
        var images = Samples();
        ImageCatalog.Create(File, images, new Dictionary<string, string> { ["source"] = "emoji" });

        using var catalog = ImageCatalog.Open(File);

        catalog.Count.Should().Be(3);
        catalog.Keys.Should().Equal("b.jpg", "a/ü 猫.png", "c.jpg");
        catalog.Meta.Should().Equal(new Dictionary<string, string> { ["source"] = "emoji" });
        catalog.ReadAll().Should().BeEquivalentTo(images, options => options.WithStrictOrdering());
        catalog[1].Should().BeEquivalentTo(images[1]);
        catalog.Captions(0).Should().Equal(images[0].Captions);
        catalog.Captions(1).Should().BeEmpty();
        Directory.GetFiles(_folder.Path).Should().Equal(File);
    }

    [Fact]
    public void Random_catalogs_round_trip()
    {
        var image = Gen.Select(Gen.String, Gen.Long[0, long.MaxValue], Gen.Int[1, 99_999], Gen.String.Array[0, 4]);

        image.Array[0, 12].Sample(rows =>
        {
            var images = rows.Select((row, i) => new CatalogImage
            {
                Key = Valid(row.Item1) + i,
                Sha256 = SHA256.HashData([(byte)i]),
                Bytes = row.Item2,
                Width = row.Item3,
                Height = i + 1,
                Captions = [.. row.Item4.Select(text => new CatalogCaption(Valid(text), CatalogCaption.PseudoOrigin("eyes")))],
            }).ToList();
            ImageCatalog.Create(File, images);

            using var catalog = ImageCatalog.Open(File);

            catalog.ReadAll().Should().BeEquivalentTo(images, options => options.WithStrictOrdering());
        }, iter: 20, threads: 1);

        // Half a surrogate pair is no text, and no store keeps it; NUL is text.
        static string Valid(string text) => Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text));
    }

    [Fact]
    public void Images_are_found_by_key_and_a_miss_is_a_miss()
    {
        ImageCatalog.Create(File, Samples());
        using var catalog = ImageCatalog.Open(File);

        catalog.TryGetOrdinal("c.jpg", out var found).Should().BeTrue();
        catalog.TryGetOrdinal("C.jpg", out var missed).Should().BeFalse();
        var outside = () => catalog[3];

        found.Should().Be(2);
        missed.Should().Be(-1);
        outside.Should().Throw<ArgumentOutOfRangeException>();
    }

    [Fact]
    public void Images_with_the_same_bytes_are_grouped()
    {
        ImageCatalog.Create(File, Samples());
        using var catalog = ImageCatalog.Open(File);

        catalog.Duplicates().Should().ContainSingle().Which.Should().Equal(0, 2);
    }

    [Fact]
    public void Many_threads_read_at_once()
    {
        ImageCatalog.Create(File, Samples());
        using var catalog = ImageCatalog.Open(File);

        var keys = new string[200];
        Parallel.For(0, keys.Length, i => keys[i] = catalog[i % 3].Key);

        keys.Should().Equal(Enumerable.Range(0, 200).Select(i => catalog.Keys[i % 3]));
    }

    [Fact]
    public void A_second_writing_replaces_the_first_and_a_failed_one_leaves_it()
    {
        ImageCatalog.Create(File, Samples());
        ImageCatalog.Create(File, Samples()[..1]);
        var twice = () => ImageCatalog.Create(File, [Samples()[0], Samples()[0]]);
        var shortHash = () => ImageCatalog.Create(File, [Samples()[0] with { Sha256 = [1] }]);

        twice.Should().Throw<ArgumentException>().WithMessage("*'b.jpg'*");
        shortHash.Should().Throw<ArgumentException>().WithMessage("*32 bytes*");

        using var catalog = ImageCatalog.Open(File);
        catalog.Count.Should().Be(1);
    }

    [Fact]
    public void A_missing_foreign_damaged_or_newer_file_is_refused_in_one_sentence()
    {
        Refuses("is not there");

        _folder.Write("catalog.db", "this is a text file, long enough to be taken for a database header by nobody at all");
        Refuses("damaged or another kind of file");

        System.IO.File.Delete(File);
        Execute("CREATE TABLE t (x)");
        Refuses("of another program");

        ImageCatalog.Create(File, Samples());
        Execute("PRAGMA user_version = 2");
        Refuses("format version 2*reads up to 1*newer Eidetic");

        ImageCatalog.Create(File, Samples());
        System.IO.File.WriteAllBytes(File, System.IO.File.ReadAllBytes(File)[..5000]);
        Refuses("damaged or another kind of file");
    }

    private void Refuses(string fact)
    {
        var open = () => ImageCatalog.Open(File);

        open.Should().Throw<MemoryException>().WithMessage($"The catalog 'catalog.db' *{fact}*").Which.Memory.Should().Be(_folder.Path);
    }

    private void Execute(string sql)
    {
        using var connection = new SqliteConnection($"Data Source={File};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    private static CatalogImage[] Samples() =>
    [
        new()
        {
            Key = "b.jpg",
            Path = "/photos/b.jpg",
            Sha256 = SHA256.HashData("b"u8),
            Bytes = 5_000_000_000,
            Width = 640,
            Height = 480,
            Split = "train",
            Captions = [new("a dog"), new("ein Hund 🐕"), new("a photo of a dog", CatalogCaption.PseudoOrigin("eyes"))],
        },
        new() { Key = "a/ü 猫.png", Sha256 = SHA256.HashData("a"u8), Bytes = 1, Width = 1, Height = 2 },
        new() { Key = "c.jpg", Sha256 = SHA256.HashData("b"u8), Bytes = 3, Width = 4, Height = 5, Captions = [new("c")] },
    ];
}
