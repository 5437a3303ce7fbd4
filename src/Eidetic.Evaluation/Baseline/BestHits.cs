namespace Eidetic.Evaluation;

/// <summary>Keeps the best of the hits it is offered, sorted; of equals those offered first.</summary>
internal sealed class BestHits(int capacity)
{
    private readonly List<ExactHit> _hits = new(capacity);

    /// <summary>Best first.</summary>
    public IReadOnlyList<ExactHit> Hits => _hits;

    public void Offer(int image, float cosine)
    {
        if (_hits.Count == capacity)
        {
            if (cosine <= _hits[^1].Cosine)
                return;
            _hits.RemoveAt(capacity - 1);
        }

        var place = _hits.Count;
        while (place > 0 && cosine > _hits[place - 1].Cosine)
            place--;
        _hits.Insert(place, new ExactHit(image, cosine));
    }
}
