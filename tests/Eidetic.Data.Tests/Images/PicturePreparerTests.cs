using System.Text.Json;
using Eidetic.Abstractions;

namespace Eidetic.Data.Tests;

/// <summary>Against Idefics3's image processor.</summary>
public sealed class PicturePreparerTests
{
    private const string Folder = "idefics3-preprocess";
    private static readonly FixtureTensors Expected = new(Folder, "preprocess_expected.safetensors");

    [Fact]
    public void Every_geometry_is_the_references()
    {
        using var json = JsonDocument.Parse(File.ReadAllBytes(FixtureTensors.PathOf(Folder, "prompt_and_geometry.json")));

        foreach (var wanted in json.RootElement.GetProperty("geometry_cases").EnumerateArray())
        {
            var tile = wanted.GetProperty("tile").GetInt32();
            var scaled = PicturePreparer.ScaledSize(Number(wanted, "width"), Number(wanted, "height"), Number(wanted, "longest_edge"));
            var stretched = PicturePreparer.StretchedSize(scaled.Width, scaled.Height, tile);
            var (rows, columns) = PicturePreparer.Grid(stretched.Width, stretched.Height, tile);

            new[] { scaled.Width, scaled.Height }.Should().Equal(wanted.GetProperty("after_resize").EnumerateArray().Select(side => side.GetInt32()));
            (rows, columns).Should().Be((Number(wanted, "rows"), Number(wanted, "cols")), "of {0}", wanted);
        }
    }

    [Theory]
    [InlineData("img_90x61", 3, 4)]
    [InlineData("img_57x150", 4, 2)]
    [InlineData("img_200x40", 1, 4)]
    public void Tiles_are_the_references_to_the_bit(string name, int rows, int columns)
    {
        var preparation = new PicturePreparation { Whole = Tile, TiledLongestSide = 128 };

        var prepared = PicturePreparer.Prepare(Read(name), preparation);

        (prepared.Rows, prepared.Columns, prepared.Tiles.Count).Should().Be((rows, columns, rows * columns + 1));
        Planes(prepared.Tiles).Should().Equal(Levels($"{name}.split.pixel_values"));
    }

    [Fact]
    public void A_picture_smaller_than_a_tile_is_enlarged_and_cut_all_the_same()
    {
        var prepared = PicturePreparer.Prepare(Read("img_31x29"), new PicturePreparation { Whole = Tile, TiledLongestSide = 128 });

        (prepared.Rows, prepared.Columns, prepared.Tiles.Count).Should().Be((4, 4, 17));
    }

    [Theory]
    [InlineData("img_90x61")]
    [InlineData("img_57x150")]
    [InlineData("img_31x29")]
    [InlineData("img_200x40")]
    public void The_whole_alone_is_the_references_when_scaled_to_the_longest_side_first(string name)
    {
        var image = Read(name);
        var (width, height) = PicturePreparer.ScaledSize(image.Width, image.Height, longest: 128);

        var scaled = ImageResizer.Resize(image, width, height, Tile.Resampling);
        var prepared = PicturePreparer.Prepare(scaled, new PicturePreparation { Whole = Tile });

        (prepared.Rows, prepared.Columns, prepared.Tiles.Count).Should().Be((0, 0, 1));
        Planes(prepared.Tiles).Should().Equal(Levels($"{name}.nosplit.pixel_values"));
    }

    [Fact]
    public void A_longest_side_of_one_tile_gives_the_whole_only()
    {
        var prepared = PicturePreparer.Prepare(Read("img_90x61"), new PicturePreparation { Whole = Tile, TiledLongestSide = 32 });

        (prepared.Rows, prepared.Columns, prepared.Tiles.Count).Should().Be((0, 0, 1));
    }

    [Fact]
    public void A_longest_side_beyond_4096_is_held_there()
    {
        var size = PicturePreparer.ScaledSize(1000, 333, longest: 10_000);

        size.Should().Be((4096, 1363));
    }

    private static ImagePreprocessing Tile => new() { Size = 32, Resampling = ImageResampling.PillowLanczos };

    private static RgbImage Read(string name) => new ImageDecoder().Decode(File.ReadAllBytes(FixtureTensors.PathOf(Folder, name + ".png")), name);

    private static int Number(JsonElement element, string name) => element.GetProperty(name).GetInt32();

    /// <summary>[tiles, channels, height, width].</summary>
    private static byte[] Planes(IEnumerable<RgbImage> tiles) =>
        [.. tiles.SelectMany(tile => Enumerable.Range(0, 3).SelectMany(channel => tile.Pixels.Where((_, i) => i % 3 == channel)))];

    /// <summary>Back from (level / 255 - 0.5) / 0.5.</summary>
    private static byte[] Levels(string name) => [.. Expected.Floats(name).Select(value => (byte)MathF.Round((value * 0.5f + 0.5f) * 255))];
}
