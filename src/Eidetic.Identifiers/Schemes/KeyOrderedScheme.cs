using System.Numerics.Tensors;
using Eidetic.Abstractions;

namespace Eidetic.Identifiers;

/// <summary>
/// What all schemes share: the request is checked, and images are named in the ordinal order of their keys, so that the order in which
/// a source lists them changes nothing.
/// </summary>
internal abstract class KeyOrderedScheme : IIdentifierScheme
{
    public abstract string Name { get; }

    public virtual bool CanNameNewImages => false;

    public IdentifierAssignment Assign(IdentifierRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        Check(request);
        cancellationToken.ThrowIfCancellationRequested();

        if (IsOrdered(request.Keys))
            return AssignOrdered(request, cancellationToken);

        var order = Enumerable.Range(0, request.Keys.Count).ToArray();
        Array.Sort(order, (left, right) => string.CompareOrdinal(request.Keys[left], request.Keys[right]));
        var assignment = AssignOrdered(Reorder(request, order), cancellationToken);
        return assignment with
        {
            Identifiers = [.. assignment.Identifiers.Select(identifier => identifier with { Image = order[identifier.Image] })
                .OrderBy(identifier => identifier.Image)], // stable: an image's identifiers keep their order
        };
    }

    /// <summary>Names the images of a checked request whose keys are in ordinal order.</summary>
    protected abstract IdentifierAssignment AssignOrdered(IdentifierRequest request, CancellationToken cancellationToken);

    private static void Check(IdentifierRequest request)
    {
        var images = request.Keys.Count;
        if (images == 0)
        {
            throw new ArgumentException("Expected at least one image to name, got none.", nameof(request));
        }

        if (request.Vectors.Rows != images || request.Captions.Count != images)
        {
            throw new ArgumentException(
                $"Expected a vector and a list of captions for each of {images} keys, " +
                $"got {request.Vectors.Rows} vectors and {request.Captions.Count} lists of captions.", nameof(request));
        }

        var captions = request.Captions.Sum(list => list.Count);
        if (request.CaptionVectors is { } heard && (heard.Rows != captions || heard.Dim != request.Vectors.Dim || !TensorPrimitives.IsFiniteAll<float>(heard.Values)))
        {
            throw new ArgumentException(
                $"Expected finite vectors [{captions}, {request.Vectors.Dim}] of the captions, got [{heard.Rows}, {heard.Dim}].", nameof(request));
        }

        var keys = new HashSet<string>(images, StringComparer.Ordinal);
        for (var image = 0; image < images; image++)
        {
            if (string.IsNullOrEmpty(request.Keys[image]) || !keys.Add(request.Keys[image]))
            {
                throw new ArgumentException($"Expected distinct keys, got '{request.Keys[image]}' twice or empty.", nameof(request));
            }

            if (!TensorPrimitives.IsFiniteAll<float>(request.Vectors[image]))
            {
                throw new ArgumentException($"Expected finite vectors, got NaN or infinity for '{request.Keys[image]}'.", nameof(request));
            }
        }
    }

    private static bool IsOrdered(IReadOnlyList<string> keys)
    {
        for (var image = 1; image < keys.Count; image++)
        {
            if (string.CompareOrdinal(keys[image - 1], keys[image]) >= 0)
                return false;
        }

        return true;
    }

    private static IdentifierRequest Reorder(IdentifierRequest request, int[] order)
    {
        var vectors = new FeatureMatrix(order.Length, request.Vectors.Dim);
        for (var image = 0; image < order.Length; image++)
        {
            request.Vectors[order[image]].CopyTo(vectors[image]);
        }

        return request with
        {
            Keys = [.. order.Select(image => request.Keys[image])],
            Vectors = vectors,
            Captions = [.. order.Select(image => request.Captions[image])],
            CaptionVectors = request.CaptionVectors is { } captions ? Reorder(captions, request.Captions, order) : null,
        };
    }

    private static FeatureMatrix Reorder(FeatureMatrix vectors, IReadOnlyList<IReadOnlyList<string>> captions, int[] order)
    {
        var first = new int[captions.Count + 1];
        for (var image = 0; image < captions.Count; image++)
        {
            first[image + 1] = first[image] + captions[image].Count;
        }

        var (ordered, next) = (new FeatureMatrix(vectors.Rows, vectors.Dim), 0);
        foreach (var image in order)
        {
            for (var row = first[image]; row < first[image + 1]; row++)
            {
                vectors[row].CopyTo(ordered[next++]);
            }
        }

        return ordered;
    }
}
