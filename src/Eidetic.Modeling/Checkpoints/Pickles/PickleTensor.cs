namespace Eidetic.Modeling;

/// <summary>A view of a storage.</summary>
internal sealed class PickleTensor(PickleStorage storage, long offset, long[] shape, long[] strides) : PickleValue
{
    /// <summary>Where its elements are.</summary>
    public PickleStorage Storage { get; } = storage;

    /// <summary>Elements of the storage before its first.</summary>
    public long Offset { get; } = offset;

    /// <summary>Sizes, outermost first.</summary>
    public long[] Shape { get; } = shape;

    /// <summary>Elements of the storage from one entry of an axis to the next.</summary>
    public long[] Strides { get; } = strides;
}
