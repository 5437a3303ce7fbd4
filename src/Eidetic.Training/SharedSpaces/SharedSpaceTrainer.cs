using System.Diagnostics;
using Eidetic.Abstractions;
using Eidetic.Modeling;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Eidetic.Training;

/// <summary>
/// Learns the shared space: symmetric contrastive loss with a learned temperature over images and one random caption each (Radford et al.
/// 2021, figure 3). The frozen towers' vectors come in, so a step costs two small projections.
/// </summary>
internal sealed class SharedSpaceTrainer(LearningSet set, SharedSpaceOptions options, Device device)
{
    private const int Stage = 1;
    private const int CalibrationSteps = 10;        // steps after which the speed is known
    private const double MaxLogScale = 4.6052;      // temperature of at least 0.01, as CLIP
    private readonly int[][] _textsOfImage = GroupTexts(set);

    /// <summary>Learns until the steps are done, held-out recall no longer improves, or it is cancelled (which throws).</summary>
    /// <param name="space">Learned in place; in eval mode afterwards.</param>
    /// <param name="report">Receives (step, total, loss, held-out recall@10 or null) after each step.</param>
    /// <param name="cancellationToken">Stops between steps.</param>
    public void Train(SharedSpace space, Action<TrainingStep> report, CancellationToken cancellationToken)
    {
        var images = Enumerable.Range(0, set.Images).Where(i => _textsOfImage[i].Length > 0).ToArray();
        if (set.TextFeatures is null || images.Length < 2)
        {
            Standardize(space);
            return;
        }

        var batch = Math.Min(options.BatchSize, images.Length);
        var steps = Math.Max(options.MinSteps, options.Epochs * (int)Math.Ceiling(images.Length / (double)batch));
        var schedule = new LearningRateSchedule(options.LearningRate, Math.Min(options.WarmupSteps, Math.Max(1, steps / 4)), steps);
        var batches = new NeighbourBatches(images, batch, options, Stage);
        FixTemperature(space);
        Standardize(space);
        using var optimizer = new AdamW(space.named_parameters(), options.WeightDecay);
        using var best = new BestWeights(space);
        using var average = new AveragedWeights(space, options.AverageDecay);
        var clock = Stopwatch.StartNew();
        var stale = 0;
        for (var step = 0; step < steps && stale < options.Patience; step++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (batches.IsLookDue(step, steps))
            {
                batches.Look(Project(space, images));
            }

            var loss = Step(space, optimizer, batches, step, schedule.At(step));
            average.Update();
            double? heldOut = null;
            if (((step + 1) % Math.Max(1, steps / options.Evaluations) == 0 || step + 1 == steps) && set.HeldOut.Features is not null)
            {
                average.Show();
                heldOut = HeldOutRecall(space, at: 10);
                stale = best.Offer(heldOut.Value) ? 0 : stale + 1;
                average.Hide();
            }

            var perStep = clock.Elapsed / (step + 1);
            if (step + 1 == CalibrationSteps && options.TimeBudget is { } budget)
            {
                steps = Math.Clamp((int)(budget / perStep), CalibrationSteps, steps);
                schedule = schedule with { TotalSteps = steps };
            }

            report(new TrainingStep(step + 1, steps, loss, batch / perStep.TotalSeconds, heldOut, Remaining: perStep * (steps - step - 1)));
        }

        average.Show();
        if (stale >= options.Patience)
        {
            // Looks are noisy: the best of many is no better than the last one, unless learning went astray.
            best.Restore();
        }

        space.eval();
    }

    /// <summary>Exact cosine's recall of held-out texts among all images.</summary>
    internal double HeldOutRecall(SharedSpace space, int at)
    {
        space.eval();
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        var (queries, images) = (space.Text.call(set.HeldOut.Features!.ToTensor(device)), space.Image.call(set.ImageFeatures.ToTensor(device)));
        var scores = nn.functional.linear(queries, images);                                           // [queries, images]
        var right = scores.gather(1, tensor(set.HeldOut.Images.Select(i => (long)i).ToArray(), device: device).unsqueeze(1));
        var better = scores.gt(right).sum(1);                                                         // int64 [queries]
        return better.IsBelow(at).to(ScalarType.Float32).mean().Value();
    }

    private double Step(SharedSpace space, AdamW optimizer, NeighbourBatches batches, int step, double learningRate)
    {
        space.train();
        var random = StepSeed.Apply(options.Seed, Stage, step);
        var images = batches.At(step, random);
        var texts = images.Select(i => _textsOfImage[i][random.Next(_textsOfImage[i].Length)]).ToArray();
        using var scope = NewDisposeScope();
        optimizer.ZeroGradients();
        var imageVectors = space.Image.call(set.ImageFeatures.ToTensor(images, device));                         // [batch, sharedDim]
        var textVectors = space.Text.call(set.TextFeatures!.ToTensor(texts, device));                            // [batch, sharedDim]
        var logits = nn.functional.linear(textVectors, imageVectors) * space.LogScale.exp();          // [batch, batch]
        var targets = TensorNumbers.Range(images.Length, device: device);
        var loss = nn.functional.cross_entropy(logits, targets).Plus(nn.functional.cross_entropy(logits.t(), targets)).Times(0.5);
        loss.backward();
        optimizer.Step(step + 1, learningRate);
        using (no_grad())
        {
            space.LogScale.WithinInPlace(0, MaxLogScale);
        }

        return loss.Value();
    }

    /// <summary>Tells the space how the towers' numbers are spread, which is all there is to learn where it keeps the towers' own space.</summary>
    /// <param name="space">In eval mode afterwards.</param>
    public void Standardize(SharedSpace space)
    {
        using var scope = NewDisposeScope();
        space.Image.FitStandardization(set.ImageFeatures.ToTensor(device));
        if (set.TextFeatures is { } texts)
        {
            space.Text.FitStandardization(texts.ToTensor(device));
        }

        space.eval();
    }

    // A temperature that is given is not learned.
    private void FixTemperature(SharedSpace space)
    {
        if (options.Temperature is { } temperature)
        {
            space.StartTemperatureAt(-Math.Log(temperature));
            space.LogScale.requires_grad = false;
        }
    }

    private Tensor Project(SharedSpace space, int[] images)
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        space.eval();
        return space.Image.call(set.ImageFeatures.ToTensor(images, device)).MoveToOuterDisposeScope();
    }

    private static int[][] GroupTexts(LearningSet set)
    {
        var groups = Enumerable.Range(0, set.Images).Select(_ => new List<int>()).ToArray();
        foreach (var text in LearnedTexts.Of(set))
        {
            groups[set.TextImages[text]].Add(text);
        }

        return groups.Select(g => g.ToArray()).ToArray();
    }
}
