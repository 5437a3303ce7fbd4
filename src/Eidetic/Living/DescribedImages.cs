using System.Numerics.Tensors;
using Eidetic.Abstractions;
using Eidetic.Data;

namespace Eidetic;

/// <summary>
/// Moves the vectors of added images towards what their captions say. Images that were there when the memory learned lie near their captions, because
/// the shared space learned to bring them together; images that come later have to be moved there without learning.
/// </summary>
/// <param name="engine">The live generation, opened.</param>
/// <param name="captions">Captions of each image; pseudo-captions say nothing that the eyes did not see, and do not count.</param>
/// <param name="reporter">Told how far hearing them is.</param>
internal sealed class DescribedImages(RecallEngine engine, IReadOnlyList<CatalogCaption>[] captions, PhaseReporter reporter)
{
    // As much as learning moves images: by these, captions that were kept back came as near to added images as to learned ones (docs/experiments.md).
    private const float PlaceShare = 0.45f;     // of the captions' mean beside the image's own unit vector
    private const float WordsShare = 0.1f;
    private const int Chunk = 512;

    /// <summary>Moves them.</summary>
    /// <param name="vectors">float32 [images, queryDim]; changed in place.</param>
    /// <param name="cancellationToken">Stops between chunks of captions.</param>
    /// <returns>The same.</returns>
    public FeatureMatrix Move(FeatureMatrix vectors, CancellationToken cancellationToken)
    {
        if (!engine.Model.BringsCaptionsNear)
        {
            return vectors;
        }

        var sharedDim = engine.Answers.Vectors.SharedDim;
        (int Image, string Text)[] said = [.. captions.SelectMany((list, image) => list.Where(c => !c.IsPseudo).Select(c => (image, c.Text)))];
        if (said.Length == 0)
        {
            return vectors;
        }

        var means = Means(said, vectors.Rows, vectors.Dim, cancellationToken);
        foreach (var image in said.Select(caption => caption.Image).Distinct())
        {
            var place = vectors[image][..sharedDim];
            var words = vectors[image][sharedDim..];
            TensorPrimitives.MultiplyAdd(means[image][..sharedDim], PlaceShare, place, place);
            TensorPrimitives.Divide(place, Math.Max(TensorPrimitives.Norm<float>(place), 1e-9f), place);
            TensorPrimitives.MultiplyAdd(means[image][sharedDim..], WordsShare, words, words);
        }

        return vectors;
    }

    private FeatureMatrix Means((int Image, string Text)[] said, int images, int dim, CancellationToken cancellationToken)
    {
        var means = new FeatureMatrix(images, dim);
        var done = 0;
        foreach (var chunk in said.Chunk(Chunk))
        {
            cancellationToken.ThrowIfCancellationRequested();
            var heard = engine.Answers.Embed([.. chunk.Select(caption => caption.Text)]);
            for (var row = 0; row < chunk.Length; row++)
            {
                var image = chunk[row].Image;
                TensorPrimitives.MultiplyAdd(heard[row], 1f / captions[image].Count(caption => !caption.IsPseudo), means[image], means[image]);
            }

            done += chunk.Length;
            reporter.Tell(MemorizePhase.Captioning, done / (double)said.Length, $"{done} captions");
        }

        return means;
    }
}
