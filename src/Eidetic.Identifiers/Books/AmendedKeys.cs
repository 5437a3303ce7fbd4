using System.Collections;

namespace Eidetic.Identifiers;

/// <summary>The keys of a changed book: those of its file that stayed, then those that came.</summary>
internal sealed class AmendedKeys : IReadOnlyList<string>
{
    private readonly IReadOnlyList<string> _packed;
    private readonly int[]? _packedOf;                 // [images that stayed]: the image in the file, or null where all stayed
    private readonly int[]? _imageOf;                  // [images in the file]: its number now or -1
    private readonly IReadOnlyList<AddedImage> _added;
    private readonly Dictionary<string, int> _places = new(StringComparer.Ordinal);
    private readonly int _staying;

    /// <param name="packed">Keys of the file.</param>
    /// <param name="changes">What went and came.</param>
    /// <exception cref="ArgumentException">An added key is there twice.</exception>
    public AmendedKeys(IReadOnlyList<string> packed, BookChanges changes)
    {
        (_packed, _added) = (packed, changes.Added);
        if (changes.Removed.Count > 0)
        {
            var gone = changes.Removed.ToHashSet();
            _packedOf = [.. Enumerable.Range(0, packed.Count).Where(image => !gone.Contains(image))];
            _imageOf = new int[packed.Count];
            Array.Fill(_imageOf, -1);
            for (var image = 0; image < _packedOf.Length; image++)
            {
                _imageOf[_packedOf[image]] = image;
            }
        }

        _staying = _packedOf?.Length ?? packed.Count;
        foreach (var (place, image) in _added.Index())
        {
            if (!_places.TryAdd(image.Key, place))
            {
                throw new ArgumentException($"Expected distinct image keys, got '{image.Key}' twice.");
            }
        }
    }

    public int Count => _staying + _added.Count;

    public string this[int index] => index < _staying ? _packed[PackedOf(index)] : _added[index - _staying].Key;

    /// <summary>The number that an image of the file has now; -1 when it went.</summary>
    public int ImageOfPacked(int packedImage) => _imageOf is null ? packedImage : _imageOf[packedImage];

    /// <summary>The image in the file; -1 for one that came.</summary>
    public int PackedOf(int image) => image >= _staying ? -1 : _packedOf is null ? image : _packedOf[image];

    /// <summary>The number of an image that came, or -1.</summary>
    public int ImageOfAdded(string key) => _places.TryGetValue(key, out var place) ? _staying + place : -1;

    public IEnumerator<string> GetEnumerator()
    {
        for (var image = 0; image < Count; image++)
        {
            yield return this[image];
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
