using System.Security.Cryptography;
using CsCheck;
using Eidetic.Abstractions;
using Microsoft.Data.Sqlite;

namespace Eidetic.Data.Tests;

public sealed class CatalogFilterTests : IDisposable
{
    private static readonly string[] Prefixes = ["a/", "a/b", "\uD7FF", "é", "\U0010FFFF", "z"];
    private static readonly string[] TagNames = ["sea", "Über", "two dogs", "猫"];
    private readonly TemporaryFolder _folder = new();

    private string File => _folder.Of("catalog.db");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_filter_finds_what_looking_at_every_image_finds()
    {
        var image = Gen.Select(
            OneOf(Prefixes), OneOf(TagNames).Array[0, 3], Gen.Int[0, 4], (prefix, tags, day) => (prefix, tags, day));
        var filter =
            from prefix in OneOf([null, .. Prefixes])
            from all in OneOf("SEA", "über", " two  dogs", "none").Array[0, 2]
            from any in OneOf("sea", "猫", "none").Array[0, 2]
            from after in Gen.Int[0, 5]
            from before in Gen.Int[0, 5]
            select new RecallFilter { KeyPrefix = prefix, AllTags = all, AnyTags = any, After = Day(after), Before = Day(before) };

        Gen.Select(image.Array[0, 12], filter.Array[6]).Sample(
            (rows, filters) =>
            {
                var images = rows.Select((row, i) => Image($"{row.prefix}{i}", row.tags, Day(row.day))).ToArray();
                ImageCatalog.Create(File, images);
                using var catalog = ImageCatalog.Open(File);

                foreach (var asked in filters)
                {
                    var expected = Enumerable.Range(0, images.Length).Where(i => Passes(images[i], asked)).ToArray();
                    catalog.Find(asked).Should().Equal(expected);
                    catalog.CountOf(asked).Should().Be(expected.Length);
                }
            },
            iter: 30,
            threads: 1);
    }

    [Fact]
    public void A_filter_without_conditions_finds_every_image_and_no_date_passes_no_bound()
    {
        ImageCatalog.Create(File, [Image("a", [], null), Image("b", [], new DateTime(2024, 7, 5, 18, 30, 0))]);
        using var catalog = ImageCatalog.Open(File);

        catalog.Find(new RecallFilter()).Should().Equal(0, 1);
        catalog.Find(new RecallFilter { After = DateTime.MinValue }).Should().Equal(1);
        catalog.Find(new RecallFilter { After = new DateTime(2024, 7, 5, 18, 30, 0) }).Should().Equal([1], "the moment itself passes");
        catalog.Find(new RecallFilter { Before = new DateTime(2024, 7, 5, 18, 30, 0) }).Should().BeEmpty("the end does not");
        catalog.Find(new RecallFilter { Before = new DateTime(2024, 7, 5, 18, 30, 0).AddTicks(1) }).Should().Equal(1);
    }

    [Fact]
    public void Tags_are_counted_under_their_first_spelling_and_dates_have_a_range()
    {
        ImageCatalog.Create(File, [Image("a", ["Sea", "dog"], Day(3)), Image("b", ["sea", " SEA "], null), Image("c", ["cat"], Day(1))]);
        using var catalog = ImageCatalog.Open(File);

        catalog.TagUses().Should().Equal(new TagUse("Sea", 2), new TagUse("cat", 1), new TagUse("dog", 1));
        catalog.DateRange().Should().Be((2, Day(1), Day(3)));
        catalog[1].Tags.Should().Equal("Sea");
        catalog.ReadAll().Select(image => image.Date).Should().Equal(Day(3), null, Day(1));
        catalog[0].Should().BeEquivalentTo(catalog.ReadAll()[0]);
    }

    [Fact]
    public void A_catalog_of_the_first_programs_has_neither_tags_nor_dates()
    {
        ImageCatalog.Create(File, [Image("a", ["sea"], Day(1)), Image("b", [], null)]);
        using (var connection = new SqliteConnection($"Data Source={File};Pooling=False"))
        {
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText = "DROP TABLE dates; DROP TABLE image_tags; DROP TABLE tags";
            command.ExecuteNonQuery();
        }

        using var catalog = ImageCatalog.Open(File);

        catalog.ReadAll().Select(image => (image.Key, image.Tags.Count, image.Date)).Should().Equal(("a", 0, null), ("b", 0, null));
        catalog[0].Tags.Should().BeEmpty();
        catalog.Find(new RecallFilter { KeyPrefix = "a" }).Should().Equal(0);
        catalog.Find(new RecallFilter { AllTags = ["sea"] }).Should().BeEmpty();
        catalog.CountOf(new RecallFilter { KeyPrefix = "a", Before = Day(4) }).Should().Be(0);
        catalog.TagUses().Should().BeEmpty();
        catalog.DateRange().Should().Be((0, null, null));
    }

    [Fact]
    public void Where_files_are_is_told_by_ordinal()
    {
        ImageCatalog.Create(File, [Image("a", [], null) with { Path = "/photos/a" }, Image("b", [], null)]);
        using var catalog = ImageCatalog.Open(File);
        var outside = () => catalog.PathOf(2);

        catalog.PathOf(0).Should().Be("/photos/a");
        catalog.PathOf(1).Should().BeNull();
        outside.Should().Throw<ArgumentOutOfRangeException>();
    }

    private static Gen<T> OneOf<T>(params T[] values) => Gen.Int[0, values.Length - 1].Select(i => values[i]);

    private static CatalogImage Image(string key, string[] tags, DateTime? date) =>
        new() { Key = key, Sha256 = SHA256.HashData([1]), Bytes = 1, Width = 1, Height = 1, Tags = tags, Date = date };

    private static DateTime? Day(int day) => day == 0 ? null : new DateTime(2024, 7, day);

    // By plain means: no index, no SQL.
    private static bool Passes(CatalogImage image, RecallFilter filter)
    {
        return image.Key.StartsWith(filter.KeyPrefix ?? "", StringComparison.Ordinal)
            && filter.AllTags.All(Has)
            && (filter.AnyTags.Count == 0 || filter.AnyTags.Any(Has))
            && (filter.After is null || image.Date >= filter.After)
            && (filter.Before is null || image.Date < filter.Before);

        bool Has(string tag) => image.Tags.Contains(string.Join(' ', tag.Split(' ', StringSplitOptions.RemoveEmptyEntries)), StringComparer.OrdinalIgnoreCase);
    }
}
