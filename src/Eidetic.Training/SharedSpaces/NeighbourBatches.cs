using Eidetic.Modeling;
using static TorchSharp.torch;

namespace Eidetic.Training;

/// <summary>
/// The images of every step of the contrastive loss: drawn by chance or, where hard negatives are wanted, some drawn by chance and beside each of
/// them a few of its nearest (in-batch hard negatives; Xiong et al. 2021, §4, mine them from the model as it is, as this does).
/// </summary>
/// <param name="images">Images that have texts.</param>
/// <param name="batch">Images of a step; fewer where neighbours meet.</param>
/// <param name="options">Seed and number of hard negatives.</param>
/// <param name="stage">Tells samplers of one run apart.</param>
internal sealed class NeighbourBatches(int[] images, int batch, SharedSpaceOptions options, int stage)
{
    private const int Looks = 5;            // times in a run that neighbours are looked up, the first after the first part of it
    private const int Nearest = 4;          // times as many are looked up as are drawn: always the same would soon be learned
    private const int Chunk = 1024;
    private readonly EpochSampler _sampler = new(options.Seed, stage, images.Length, batch);
    private readonly EpochSampler _anchors = new(options.Seed, stage, images.Length, Math.Max(1, batch / (options.HardNegatives + 1)));
    private int[][]? _neighbours;           // [images]: places of the nearest in images, nearest first

    /// <summary>Whether neighbours are to be looked up before a step.</summary>
    public bool IsLookDue(int step, int steps) => options.HardNegatives > 0 && step > 0 && step % Math.Max(1, steps / Looks) == 0;

    /// <summary>Looks neighbours up.</summary>
    /// <param name="places">float32 [images, sharedDim], unit rows, of the images that have texts; is disposed.</param>
    public void Look(Tensor places)
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        using var owned = places;
        var count = Math.Min(options.HardNegatives * Nearest, images.Length - 1);
        var neighbours = new List<int[]>(images.Length);
        for (var start = 0; start < images.Length; start += Chunk)
        {
            using var chunk = NewDisposeScope();
            var rows = Math.Min(Chunk, images.Length - start);
            var nearness = nn.functional.linear(places.narrow(0, start, rows), places);             // [rows, images]
            var own = TensorNumbers.Range(start, start + rows, 1, device: places.device).unsqueeze(1); // [rows, 1]
            nearness.scatter_(1, own, zeros_like(own, nearness.dtype).FillInPlace(double.NegativeInfinity));
            var nearest = nearness.topk(count, dim: 1).indexes.cpu().contiguous().data<long>().ToArray();
            neighbours.AddRange(nearest.Select(place => (int)place).Chunk(count));
        }

        _neighbours = [.. neighbours];
    }

    /// <summary>The images of a step, each once.</summary>
    /// <param name="step">0-based step.</param>
    /// <param name="random">The step's randomness; chooses among neighbours.</param>
    public int[] At(int step, Random random)
    {
        if (_neighbours is not { } neighbours)
        {
            return [.. _sampler.At(step).Select(place => images[place])];
        }

        var places = new List<int>(batch);
        foreach (var anchor in _anchors.At(step))
        {
            places.Add(anchor);
            for (var negative = 0; negative < options.HardNegatives; negative++)
            {
                places.Add(neighbours[anchor][random.Next(neighbours[anchor].Length)]);
            }
        }

        return [.. places.Distinct().Select(place => images[place])];
    }
}
