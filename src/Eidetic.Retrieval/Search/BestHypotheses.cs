namespace Eidetic.Retrieval;

/// <summary>
/// Keeps the best of many hypotheses: a heap with the worst kept one on top, so that most candidates cost one comparison.
/// </summary>
/// <param name="capacity">How many to keep.</param>
/// <param name="nodeOrder">Which of two nodes wins among equal scores; null for the lower number.</param>
internal sealed class BestHypotheses(int capacity, IComparer<int>? nodeOrder = null)
{
    private Hypothesis[] _heap = new Hypothesis[Math.Min(capacity, 32)];

    public int Count { get; private set; }

    public bool IsFull => Count == capacity;

    /// <summary>The kept ones, in no order.</summary>
    public Span<Hypothesis> Kept => _heap.AsSpan(0, Count);

    /// <summary>Score of the worst kept one when full; below every score otherwise.</summary>
    public double Floor => IsFull ? _heap[0].Score : double.NegativeInfinity;

    public bool Admits(double score, int node) => !IsFull || !_heap[0].IsBetterThan(score, node, nodeOrder);

    /// <summary>Keeps a hypothesis that is admitted, at the cost of the worst one when full.</summary>
    public void Add(Hypothesis hypothesis)
    {
        if (IsFull)
        {
            SiftDown(hypothesis);
            return;
        }

        if (Count == _heap.Length)
        {
            Array.Resize(ref _heap, (int)Math.Min(capacity, 2L * Count));
        }

        var at = Count++;
        for (var parent = (at - 1) / 2; at > 0 && IsWorse(hypothesis, _heap[parent]); parent = (at - 1) / 2)
        {
            _heap[at] = _heap[parent];
            at = parent;
        }

        _heap[at] = hypothesis;
    }

    /// <summary>Sorts the kept ones, best first. Nothing may be added before <see cref="Clear"/>.</summary>
    public Span<Hypothesis> Sort()
    {
        Kept.Sort((left, right) => left.IsBetterThan(right.Score, right.Node, nodeOrder) ? -1 : left == right ? 0 : 1);
        return Kept;
    }

    public void Clear() => Count = 0;

    private bool IsWorse(in Hypothesis left, in Hypothesis right) => right.IsBetterThan(left.Score, left.Node, nodeOrder);

    private void SiftDown(Hypothesis hypothesis)
    {
        var at = 0;
        for (var child = 1; child < Count; child = (2 * at) + 1)
        {
            if (child + 1 < Count && IsWorse(_heap[child + 1], _heap[child]))
            {
                child++;
            }

            if (!IsWorse(_heap[child], hypothesis))
            {
                break;
            }

            _heap[at] = _heap[child];
            at = child;
        }

        _heap[at] = hypothesis;
    }
}
