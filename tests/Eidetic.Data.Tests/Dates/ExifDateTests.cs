using CsCheck;

namespace Eidetic.Data.Tests;

public sealed class ExifDateTests
{
    private const string Written = "2024:07:05 18:30:15";
    private static readonly DateTime Taken = new(2024, 7, 5, 18, 30, 15);

    [Theory]
    [InlineData("jpg", true)]
    [InlineData("jpg", false)]
    [InlineData("png", true)]
    [InlineData("webp", false)]
    public void A_photograph_tells_when_it_was_taken(string format, bool isLittle)
    {
        var tiff = ExifPictures.Tiff(Written, isLittle);

        var date = ExifDate.Read(format switch
        {
            "jpg" => ExifPictures.Jpeg(tiff),
            "png" => ExifPictures.Png(tiff),
            _ => ExifPictures.WebP(tiff),
        });

        date.Should().Be(Taken);
        date!.Value.Kind.Should().Be(DateTimeKind.Unspecified, "a camera knows no time zone");
    }

    [Fact]
    public void A_WebP_block_that_begins_as_in_JPEG_is_read() =>
        ExifDate.Read(ExifPictures.WebP([.. "Exif\0\0"u8, .. ExifPictures.Tiff(Written)])).Should().Be(Taken);

    [Theory]
    [InlineData("    :  :     :  :  ")]
    [InlineData("0000:00:00 00:00:00")]
    [InlineData("2024:02:30 00:00:00")]
    [InlineData("2024-07-05 18:30:15")]
    [InlineData("2024:07:05")]
    public void What_is_no_date_tells_none(string written) => ExifDate.Read(ExifPictures.Jpeg(ExifPictures.Tiff(written))).Should().BeNull();

    [Fact]
    public void A_date_of_another_type_or_outside_the_block_tells_none()
    {
        var tiff = ExifPictures.Tiff(Written);

        ExifDate.Read(ExifPictures.Jpeg(ExifPictures.Tiff(Written, type: 7))).Should().BeNull();
        ExifDate.Read(ExifPictures.Jpeg(tiff[..^2])).Should().BeNull();
        ExifDate.Read(ExifPictures.Jpeg(tiff[..ExifPictures.DateOffset])).Should().BeNull();
    }

    [Theory]
    [InlineData("jpg")]
    [InlineData("png")]
    [InlineData("webp")]
    [InlineData("gif")]
    [InlineData("bmp")]
    public void A_picture_without_the_block_tells_none(string format) =>
        ExifDate.Read(Pictures.Encode(Pictures.Quartered(8, 8), format)).Should().BeNull();

    [Fact]
    public void Whatever_is_cut_off_reading_ends()
    {
        var tiff = ExifPictures.Tiff(Written);
        foreach (var picture in new[] { ExifPictures.Jpeg(tiff), ExifPictures.Png(tiff), ExifPictures.WebP(tiff) })
        {
            for (var length = 0; length < picture.Length; length++)
            {
                (ExifDate.Read(picture.AsSpan(0, length)) ?? Taken).Should().Be(Taken);
            }
        }
    }

    [Fact]
    public void Whatever_bytes_are_changed_reading_ends_and_throws_nothing()
    {
        var tiff = ExifPictures.Tiff(Written);
        byte[][] pictures = [ExifPictures.Jpeg(tiff), ExifPictures.Png(tiff), ExifPictures.WebP(tiff)];
        var changes = Gen.Select(Gen.Int[0, 160], Gen.Select(Gen.Byte, Gen.Bool, (value, isExtreme) => isExtreme ? (byte)(value % 3 * 0x7F + (value & 1)) : value)).Array[1, 6];

        Gen.Select(Gen.Int[0, pictures.Length - 1], changes).Sample(
            (picture, edits) =>
            {
                var damaged = pictures[picture].ToArray();
                foreach (var (place, value) in edits)
                {
                    damaged[Math.Min(place, damaged.Length - 1)] = value;
                }

                var date = ExifDate.Read(damaged);

                return date is null || date.Value.Year >= 1;
            },
            iter: 20_000);
    }
}
