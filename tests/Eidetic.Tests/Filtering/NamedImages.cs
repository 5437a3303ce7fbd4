using Eidetic.Abstractions;
using Eidetic.Data;
using Eidetic.Identifiers;

namespace Eidetic.Tests.Filtering;

/// <summary>A book and a catalog of as many images as a test wants, without pictures and without a model.</summary>
internal sealed class NamedImages : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("eidetic-filters-").FullName;

    /// <param name="count">Number of images; image i has the key <c>even/i</c> or <c>odd/i</c>, the tags of its last digit, and day i of 2024.</param>
    public NamedImages(int count)
    {
        var keys = Enumerable.Range(0, count).Select(i => $"{(i % 2 == 0 ? "even" : "odd")}/{i:D7}.jpg").ToArray();
        var identifiers = new ImageIdentifier[count];
        for (var i = 0; i < count; i++)
        {
            identifiers[i] = new ImageIdentifier(i, [.. i.ToString("D7", System.Globalization.CultureInfo.InvariantCulture).Select(digit => digit - '0')]);
        }

        Book = IdentifierBook.Create("numeric", keys, new IdentifierAssignment
        {
            Vocabulary = new IdentifierVocabulary([.. "0123456789".Select(digit => digit.ToString())]),
            Identifiers = identifiers,
        });
        var hash = new byte[32];
        ImageCatalog.Create(Path.Combine(_folder, "catalog.db"), [.. keys.Select((key, i) => new CatalogImage
        {
            Key = key,
            Sha256 = hash,
            Bytes = 1,
            Width = 1,
            Height = 1,
            Tags = i % 10 == 0 ? ["Round", "every"] : [$"digit {i % 10}", "every"],
            Date = i % 10 == 9 ? null : new DateTime(2024, 1, 1).AddDays(i % 366),
        })]);
        Catalog = ImageCatalog.Open(Path.Combine(_folder, "catalog.db"));
        Masks = new FilterMasks(Book, Catalog);
    }

    public IdentifierBook Book { get; }

    public ImageCatalog Catalog { get; }

    public FilterMasks Masks { get; }

    public void Dispose()
    {
        Catalog.Dispose();
        Book.Dispose();
        Directory.Delete(_folder, recursive: true);
    }
}
