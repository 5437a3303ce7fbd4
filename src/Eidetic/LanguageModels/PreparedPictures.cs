using Eidetic.Abstractions;
using Eidetic.Data;

namespace Eidetic;

/// <summary>A collection's pictures as a model wants them: decoded when first asked for, and kept as far as memory allows. One thread.</summary>
internal sealed class PreparedPictures(Collection collection, PicturePreparation preparation)
{
    private const long MostBytesKept = 1L << 30;
    private readonly PreparedPicture?[] _kept = new PreparedPicture?[collection.Images.Count];
    private long _bytes;

    /// <summary>The picture of an image.</summary>
    public PreparedPicture this[int image]
    {
        get
        {
            if (_kept[image] is { } known)
            {
                return known;
            }

            var source = collection.Images[image].Source;
            var picture = PicturePreparer.Prepare(new ImageDecoder().Decode(source.ReadBytes(), source.Key), preparation);
            var bytes = picture.Tiles.Sum(t => (long)t.Pixels.Length);
            if (_bytes + bytes <= MostBytesKept)
            {
                (_kept[image], _bytes) = (picture, _bytes + bytes);
            }

            return picture;
        }
    }

    /// <summary>The constant picture beside texts.</summary>
    public static PreparedPicture Padding(PicturePreparation preparation, byte level)
    {
        var side = preparation.Whole.Size;
        return new PreparedPicture([new RgbImage(side, side, [.. Enumerable.Repeat(level, 3 * side * side)])], Rows: 0, Columns: 0);
    }
}
