using Eidetic.Abstractions;

namespace Eidetic.Training;

/// <summary>
/// Images that were not named when they last came, which come again before their turn: what a picture among many alike is called takes
/// more visits than a pass gives it, and most pictures need none of them. Images that look the very same to the eyes cannot be told apart
/// and are not rehearsed.
/// </summary>
internal sealed class Rehearsal
{
    private const int MostMissed = 4096;     // the list is part of every checkpoint
    private readonly bool[] _isTwin;

    /// <param name="seen">float32 [images, eyesDim].</param>
    public Rehearsal(FeatureMatrix seen)
    {
        _isTwin = new bool[seen.Rows];
        var twins = Enumerable.Range(0, seen.Rows)
            .GroupBy(image => seen[image].ToArray(), RowComparer.Instance)
            .Where(group => group.Count() > 1);
        foreach (var image in twins.SelectMany(group => group))
        {
            _isTwin[image] = true;
        }
    }

    /// <summary>A step's images, and behind them the longest missed that are not among them.</summary>
    /// <param name="images">Images whose turn it is.</param>
    /// <param name="missed">Missed images, longest missed first.</param>
    /// <param name="most">How many come again at most.</param>
    public static int[] Add(int[] images, IReadOnlyList<int> missed, int most)
    {
        var present = images.ToHashSet();
        return [.. images, .. missed.Where(image => !present.Contains(image)).Take(most)];
    }

    /// <summary>Missed images after a step.</summary>
    /// <param name="missed">Those before.</param>
    /// <param name="images">The step's images.</param>
    /// <param name="isNamed">Whether each was named.</param>
    public int[] Update(IReadOnlyList<int> missed, int[] images, bool[] isNamed)
    {
        var visited = images.ToHashSet();
        var waiting = missed.Where(image => !visited.Contains(image));
        var again = images.Where((image, i) => !isNamed[i] && !_isTwin[image]).Distinct();
        return [.. waiting.Concat(again).Take(MostMissed)];
    }

    private sealed class RowComparer : IEqualityComparer<float[]>
    {
        public static RowComparer Instance { get; } = new();

        public bool Equals(float[]? x, float[]? y) => x.AsSpan().SequenceEqual(y);

        public int GetHashCode(float[] row) => HashCode.Combine(row[0], row[row.Length / 2], row[^1]);
    }
}
