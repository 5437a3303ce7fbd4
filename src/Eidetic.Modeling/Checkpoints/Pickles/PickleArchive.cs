using Eidetic.Abstractions;
using static TorchSharp.torch;

namespace Eidetic.Modeling;

/// <summary>
/// Weights in PyTorch's own format since version 1.6 (<c>.pt</c>, <c>.bin</c>; pytorch/pytorch, docs/source/notes/serialization.rst): a zip
/// archive of a pickle and of storages, which are mapped and not copied. The pickle builds data and runs nothing. Compiled modules
/// (TorchScript) give their parameters and buffers. Safe to use from several threads; dispose it when done.
/// </summary>
internal sealed class PickleArchive : ICheckpoint
{
    private const long MaxPickleLength = 1 << 24;

    private readonly MappedFile _file;
    private readonly ZipDirectory _zip;
    private readonly Dictionary<string, (StoredTensor Tensor, ZipEntry Entry)> _tensors = new(StringComparer.Ordinal);

    private PickleArchive(MappedFile file)
    {
        _file = file;
        RequireArchive();
        _zip = ZipDirectory.Read(file);
        var pickle = FindPickle();
        var folder = pickle.Name[..^"data.pkl".Length];
        if (_zip.Find(folder + "byteorder") is { Length: <= 16 } order && !_zip.ReadAll(order).AsSpan().SequenceEqual("little"u8))
            throw Bad("it was written on a machine with another order of bytes; save it again on this one");

        foreach (var (name, tensor) in StateDictionary.Flatten(Path, PickleMachine.Run(Path, _zip.ReadAll(pickle))))
            _tensors.Add(name, Locate(name, tensor, folder));
        Names = [.. _tensors.Keys.Order(StringComparer.Ordinal)];
    }

    /// <inheritdoc />
    public string Path => _file.Path;

    /// <inheritdoc />
    public IReadOnlyList<string> Names { get; }

    /// <summary>Opens an archive and checks what it claims.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="CheckpointFormatException">The file is missing, damaged, of the older format, or its pickle asks for more than weights.</exception>
    public static PickleArchive Open(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        var file = MappedFile.Open(path, "a PyTorch archive");
        try
        {
            return new PickleArchive(file);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <inheritdoc />
    public bool Contains(string name) => _tensors.ContainsKey(name);

    /// <inheritdoc />
    public SafetensorsInfo Info(string name) => Find(name).Tensor.Info;

    /// <inheritdoc />
    public Tensor LoadTensor(string name, ScalarType? convertTo = null)
    {
        var (tensor, entry) = Find(name);
        if (!entry.IsDeflated || tensor.Length == 0)
            return _file.Load(name, tensor, convertTo);

        TorchRuntime.EnsureLoaded();
        using var scope = NewDisposeScope();
        var elements = empty(tensor.Length / SafetensorsDtypes.SizeOf(tensor.StoredType), tensor.StoredType);
        _zip.ReadAll(entry).AsSpan((int)(tensor.Start - entry.Start), (int)tensor.Length).CopyTo(elements.bytes);
        return tensor.Shape(elements).to(convertTo ?? tensor.Info.Dtype).MoveToOuterDisposeScope();
    }

    /// <summary>Closes the file. Tensors in its memory live on.</summary>
    public void Dispose() => _file.Dispose();

    private void RequireArchive()
    {
        var start = new byte[Math.Min(4, _file.Length)];
        _file.Read(start, 0);
        if (start is [0x80, ..])
            throw Bad("it is a pickle of the format before PyTorch 1.6; load it there with torch.load and write it again with torch.save");
        if (start is not [(byte)'P', (byte)'K', 3, 4])
            throw Bad("expected a PyTorch archive, which is a zip file; it does not begin like one");
    }

    private ZipEntry FindPickle()
    {
        var found = _zip.Entries.Where(entry => entry.Name.EndsWith("/data.pkl", StringComparison.Ordinal) && entry.Name.Count(letter => letter == '/') == 1).ToList();
        return found switch
        {
            [{ Length: <= MaxPickleLength } one] => one,
            [var one] => throw Bad($"'{one.Name}' has {one.Length} bytes; expected at most {MaxPickleLength}"),
            [] => throw Bad("it is a zip file without the data.pkl of a PyTorch archive"),
            _ => throw Bad($"expected one data.pkl, found {found.Count}"),
        };
    }

    private (StoredTensor Tensor, ZipEntry Entry) Locate(string name, PickleTensor tensor, string folder)
    {
        var storage = tensor.Storage;
        var size = SafetensorsDtypes.SizeOf(storage.Type);
        var entry = _zip.Find($"{folder}data/{storage.Key}") ?? throw Bad($"the elements of tensor '{name}' are missing: there is no '{folder}data/{storage.Key}'");
        if ((Int128)storage.Count * size != entry.Length)
            throw Bad($"tensor '{name}' lies in {storage.Count} elements of {size} bytes, but '{entry.Name}' has {entry.Length} bytes");
        if (tensor.Shape.Length != tensor.Strides.Length)
            throw Bad($"tensor '{name}' has {tensor.Shape.Length} axes and {tensor.Strides.Length} strides");

        var info = new SafetensorsInfo(storage.Type, tensor.Shape);
        var bytes = StoredTensor.SizeInBytes(storage.Type, tensor.Shape);
        if (bytes == 0)
            return (new StoredTensor(info, entry.Start, 0), entry);

        string Outside() => $"tensor '{name}' of [{string.Join(", ", tensor.Shape)}] from element {tensor.Offset} reaches outside its {storage.Count} elements";
        if (bytes < 0 || bytes > entry.Length || tensor.Offset < 0)
            throw Bad(Outside());

        Int128 extent = 1;
        for (var axis = 0; axis < tensor.Shape.Length; axis++)
            extent += (Int128)(tensor.Shape[axis] - 1) * tensor.Strides[axis];
        if (extent + tensor.Offset > storage.Count)
            throw Bad(Outside());

        return (new StoredTensor(info, entry.Start + (tensor.Offset * size), (long)extent * size, IsInOrder(tensor) ? null : tensor.Strides), entry);
    }

    // The stride of an axis of one entry means nothing, and torch writes what it likes there.
    private static bool IsInOrder(PickleTensor tensor)
    {
        var expected = 1L;
        for (var axis = tensor.Shape.Length - 1; axis >= 0; axis--)
        {
            if (tensor.Shape[axis] > 1 && tensor.Strides[axis] != expected)
                return false;
            expected *= tensor.Shape[axis];
        }

        return true;
    }

    private (StoredTensor Tensor, ZipEntry Entry) Find(string name) => _tensors.TryGetValue(name, out var found)
        ? found
        : throw new CheckpointFormatException(Path, $"{Path} has no tensor '{name}'; is it another model's file?");

    private CheckpointFormatException Bad(string fact) => new(_file.Path, $"{_file.Path}: {fact}.");
}
