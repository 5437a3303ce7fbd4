using System.Diagnostics;
using Eidetic.Abstractions;
using Eidetic.Modeling;
using TorchSharp;
using static TorchSharp.torch;

namespace Eidetic.Training;

/// <summary>
/// Learns which words the captions of a picture hold: binary cross-entropy of every word against the share of the picture's captions that
/// hold it. Then chooses how much the words weigh beside the shared space, by captions kept out of learning.
/// </summary>
internal sealed class WordSpaceTrainer(LearningSet set, IReadOnlyList<string> texts, SharedSpace shared, WordSpaceTraining options, Device device)
{
    private const int Stage = 4;
    private const int CalibrationSteps = 5;
    private const double UnjudgedWeight = 0.3;
    private static readonly double[] Weights = [0, 0.05, 0.1, 0.2, 0.3, 0.5, 0.7, 1, 1.4];

    /// <summary>Learns until the steps are done or it is cancelled (which throws).</summary>
    /// <param name="space">Learned in place; in eval mode afterwards.</param>
    /// <param name="report">Receives every step.</param>
    /// <param name="cancellationToken">Stops between steps.</param>
    public void Train(WordSpace space, Action<TrainingStep> report, CancellationToken cancellationToken)
    {
        var words = texts.Select(space.List.In).ToArray();
        var textsOf = Enumerable.Range(0, set.Images).Select(_ => new List<int>()).ToArray();
        foreach (var text in LearnedTexts.Of(set))
        {
            textsOf[set.TextImages[text]].Add(text);
        }

        var images = Enumerable.Range(0, set.Images).Where(image => textsOf[image].Count > 0).ToArray();
        StartWords(space, words);
        var batch = Math.Min(options.BatchSize, images.Length);
        var steps = Math.Max(options.MinSteps, options.Epochs * (int)Math.Ceiling(images.Length / (double)batch));
        var schedule = new LearningRateSchedule(options.LearningRate, Math.Min(options.WarmupSteps, Math.Max(1, steps / 4)), steps);
        var sampler = new EpochSampler(options.Seed, Stage, images.Length, batch);
        using var optimizer = new AdamW(space.named_parameters(), options.WeightDecay);
        var clock = Stopwatch.StartNew();
        for (var step = 0; step < steps; step++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            int[] members = [.. sampler.At(step).Select(i => images[i])];
            var loss = Step(space, optimizer, members, [.. members.Select(image => (IReadOnlyList<int[]>)[.. textsOf[image].Select(t => words[t])])], step, schedule.At(step));
            var perStep = clock.Elapsed / (step + 1);
            if (step + 1 == CalibrationSteps && options.TimeBudget is { } budget)
            {
                steps = Math.Clamp((int)(budget / perStep), CalibrationSteps, steps);
                schedule = schedule with { TotalSteps = steps };
            }

            report(new TrainingStep(step + 1, steps, loss, batch / perStep.TotalSeconds, HeldOutRecallAt10: null, Remaining: perStep * (steps - step - 1)));
        }

        space.eval();
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        var seen = shared.Image.Standardize(set.ImageFeatures.ToTensor(device));
        space.FitVectors(seen, Fitted(words));
    }

    /// <summary>
    /// Chooses the words' weight beside the cosine: the one at which held-out texts give their images the most probability among all images.
    /// </summary>
    /// <param name="space">Learned; its strength is set.</param>
    /// <param name="heldOut">The held-out texts, in the order of the set's.</param>
    /// <returns>The weight of the words' log-likelihood beside the cosine divided by the shared space's temperature.</returns>
    public double ChooseStrength(WordSpace space, IReadOnlyList<string> heldOut)
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        var scale = shared.LogScale.exp().Value();
        var seen = shared.Image.Standardize(set.ImageFeatures.ToTensor(device));
        space.SetStrength(1, seen);
        var weight = set.HeldOut.Features is { } features ? Best(space, seen, features, heldOut, scale) : UnjudgedWeight;
        space.SetStrength(weight / scale, seen);
        return weight;
    }

    private double Best(WordSpace space, Tensor seen, FeatureMatrix features, IReadOnlyList<string> heldOut, double scale)
    {
        var cosines = nn.functional.linear(shared.Text.call(features.ToTensor(device)), shared.Image.call(set.ImageFeatures.ToTensor(device))).Times(scale);
        var likelihoods = nn.functional.linear(space.Texts(heldOut).ToTensor(device), space.Project(seen));          // [texts, images]
        var own = tensor(set.HeldOut.Images.Select(image => (long)image).ToArray(), device: device).unsqueeze(1);
        return Weights.MaxBy(weight =>
        {
            using var inner = NewDisposeScope();
            return nn.functional.log_softmax(cosines.Plus(likelihoods.Times(weight)), dim: 1).gather(1, own).mean().Value();
        });
    }

    private double Step(
        WordSpace space, AdamW optimizer, int[] images, IReadOnlyList<IReadOnlyList<int[]>> words, int step, double learningRate)
    {
        StepSeed.Apply(options.Seed, Stage, step);
        using var scope = NewDisposeScope();
        space.train();
        optimizer.ZeroGradients();
        var logits = space.Logits(shared.Image.Standardize(set.ImageFeatures.ToTensor(images, device)));             // [batch, words]
        var loss = nn.functional.binary_cross_entropy_with_logits(logits, Targets(words, space.List.Count), reduction: nn.Reduction.Sum).Over(images.Length);
        loss.backward();
        optimizer.Step(step + 1, learningRate);
        return loss.Value();
    }

    private Tensor Targets(IReadOnlyList<IReadOnlyList<int[]>> words, int count)
    {
        var shares = new FeatureMatrix(words.Count, count);
        for (var row = 0; row < words.Count; row++)
        {
            foreach (var word in words[row].SelectMany(w => w))
            {
                shares[row][word] += 1f / words[row].Count;
            }
        }

        return shares.ToTensor(device);
    }

    private static void StartWords(WordSpace space, int[][] words)
    {
        var shares = new float[space.List.Count];
        foreach (var word in words.SelectMany(w => w))
        {
            shares[word]++;
        }

        space.StartWords([.. shares.Select(count => Math.Min(0.99f, (count + 0.5f) / (words.Length + 1)))]);
    }

    private int[][] Fitted(int[][] words)
    {
        if (words.Length <= options.MostFittedTexts)
        {
            return words;
        }

        return [.. StepSeed.Permutation(options.Seed, Stage, 1, words.Length).Take(options.MostFittedTexts).Order().Select(text => words[text])];
    }
}
