using System.Diagnostics;
using Eidetic.Modeling;
using TorchSharp;
using static TorchSharp.torch;

namespace Eidetic.Training;

/// <summary>
/// Trains what a language model's plan lets be learned to name every image from its picture (memorize) and from texts about it (retrieve),
/// both in every step or one after the other. Same seed and data, same weights; a run that was stopped continues to the weights it would
/// have had.
/// </summary>
internal sealed class LanguageModelLearner : IDisposable
{
    private const int Stage = 3;
    private const int CalibrationSteps = 5;
    private const double BudgetReserve = 0.96;     // part of the budget that is planned; the rest is for a noisy machine
    private readonly IMultimodalModel _model;
    private readonly LanguageSet _set;
    private readonly LanguageOptions _options;
    private readonly IAnswerLoss _loss;
    private readonly AdamW _optimizer;
    private readonly string _fingerprint;
    private LearningState _state;

    /// <param name="model">Trained in place; stays the caller's.</param>
    /// <param name="set">Pictures, texts, identifiers.</param>
    /// <param name="options">How to learn.</param>
    /// <param name="fingerprint">Names what is learned, and how, in checkpoints.</param>
    /// <param name="loss">What its answers are measured by.</param>
    public LanguageModelLearner(IMultimodalModel model, LanguageSet set, LanguageOptions options, string fingerprint, IAnswerLoss loss)
    {
        options.Prompts.Check();
        (_model, _set, _options, _fingerprint, _loss) = (model, set, options, fingerprint, loss);
        _optimizer = new AdamW(
            model.Parameters.Learned.Select(p => (p.Key, p.Value)), options.WeightDecay,
            decays: name => options.WeightDecayOn.Length == 0 || name.Contains(options.WeightDecayOn, StringComparison.Ordinal))
        { Beta2 = options.Beta2 };
        var stepsPerEpoch = Math.Max(1, (int)Math.Ceiling(set.Images / (double)options.MemorizeBatch));
        _state = new LearningState { TotalSteps = options.TimeBudget is null ? options.Steps ?? options.Epochs * stepsPerEpoch : 0, Fingerprint = fingerprint };
    }

    /// <summary>Continues from a checkpoint.</summary>
    /// <exception cref="Abstractions.CheckpointFormatException">The file is damaged, or of another run.</exception>
    public void Resume(string checkpoint) => _state = LearningCheckpoint.Load(checkpoint, _model.Parameters.Learned, _optimizer, _fingerprint);

    /// <summary>Learns to the end, or writes a checkpoint and throws when cancelled.</summary>
    /// <param name="checkpoint">Where the state is kept meanwhile.</param>
    /// <param name="report">Receives every step.</param>
    /// <param name="cancellationToken">Stops between steps.</param>
    public void Run(string checkpoint, Action<TrainingStep> report, CancellationToken cancellationToken)
    {
        var clock = Stopwatch.StartNew();
        var (startSeconds, startStep, lastSave) = (_state.Seconds, _state.Step, TimeSpan.Zero);
        var memorize = new EpochSampler(_options.Seed, Stage + 1, _set.Images, Math.Min(_options.MemorizeBatch, _set.Images));
        var retrieve = _set.Texts.Count == 0 ? null : new EpochSampler(_options.Seed, Stage + 2, _set.Texts.Count, Math.Min(_options.RetrieveBatch, _set.Texts.Count));
        while (_state.TotalSteps == 0 || _state.Step < _state.TotalSteps)
        {
            if (cancellationToken.IsCancellationRequested)
            {
                Save(checkpoint);
                cancellationToken.ThrowIfCancellationRequested();
            }

            var step = _state.Step;
            var (loss, examples) = Step(step, memorize.At(step), retrieve?.At(step));
            _state = _state with { Step = step + 1, Seconds = startSeconds + clock.Elapsed.TotalSeconds };
            Calibrate();
            var perStep = clock.Elapsed / (_state.Step - startStep);
            TimeSpan? remaining = _state.TotalSteps == 0 ? null : perStep * (_state.TotalSteps - _state.Step);
            report(new TrainingStep(
                _state.Step, _state.TotalSteps == 0 ? _state.Step + 1_000_000 : _state.TotalSteps, loss, examples / perStep.TotalSeconds, Remaining: remaining));
            if (clock.Elapsed - lastSave > _options.CheckpointEvery)
            {
                lastSave = clock.Elapsed;
                Save(checkpoint);
            }
        }
    }

    public void Dispose() => _optimizer.Dispose();

    private void Save(string checkpoint) => LearningCheckpoint.Save(checkpoint, _model.Parameters.Learned, _optimizer, _state);

    private (double Loss, int Examples) Step(int step, int[] images, int[]? texts)
    {
        var random = StepSeed.Apply(_options.Seed, Stage, step);
        using var scope = NewDisposeScope();
        _optimizer.ZeroGradients();
        var isFirstHalf = _state.TotalSteps == 0 || step < _state.TotalSteps / 2;
        var (loss, examples) = (0.0, 0);
        if (!_options.Sequential || isFirstHalf || texts is null)
        {
            loss += Backward([.. images.Select(i => (_options.Prompts.ForPicture(_set.Picture(i)), Pick(i, random)))]);
            examples += images.Length;
        }

        if (texts is not null && (!_options.Sequential || !isFirstHalf))
        {
            loss += Backward([.. texts.Select(t => (_options.Prompts.ForText(_set.Texts[t].Text, _set.Padding), Pick(_set.Texts[t].Image, random)))]);
            examples += texts.Length;
        }

        var norm = _optimizer.GradientNorm();
        if (!double.IsFinite(norm))
        {
            throw new InvalidOperationException($"Learning diverged at step {step + 1}: gradients are not finite. Lower the learning rate.");
        }

        _optimizer.Step(step + 1, RateAt(step), _options.ClipNorm / Math.Max(norm, 1e-12));
        return (loss, examples);
    }

    // Mean over the terms of the whole stream, whatever the size of its parts.
    private double Backward((PromptText Prompt, IReadOnlyList<int> Answer)[] rows)
    {
        var terms = rows.Sum(r => _loss.TermsOf(r.Answer));
        var total = 0.0;
        foreach (var part in rows.Chunk(_options.MicroBatch))
        {
            using var scope = NewDisposeScope();
            using var again = _options.RecomputesBlocks ? new Recomputation() : null;
            var pass = new ForwardPass { IsTraining = true, Dropout = _options.Dropout, Recomputation = again };
            var share = _loss.Of([.. part.Select(r => r.Prompt)], [.. part.Select(r => r.Answer)], pass).Over(terms);
            if (again is null)
            {
                share.backward();
            }
            else
            {
                again.Backward(share);
            }

            total += share.Value();
        }

        return total;
    }

    private double RateAt(int step)
    {
        var total = _state.TotalSteps == 0 ? int.MaxValue : _state.TotalSteps;
        var warmup = Math.Min(_options.WarmupSteps, Math.Max(1, total / 4));
        return _options.Decay == LearningDecay.Cosine || step < warmup
            ? new LearningRateSchedule(_options.LearningRate, warmup, total).At(step)
            : _options.LearningRate * (total - step) / Math.Max(1.0, total - warmup);
    }

    private IReadOnlyList<int> Pick(int image, Random random) =>
        _set.Identifiers[image] is [var only] ? only : _set.Identifiers[image][random.Next(_set.Identifiers[image].Count)];

    // The first steps tell the speed; a machine that became busier since must not overrun the budget.
    private void Calibrate()
    {
        if (_options.TimeBudget is not { } budget || _state.Step < CalibrationSteps)
        {
            return;
        }

        var possible = _state.Step + (int)Math.Max(0, (budget.TotalSeconds * BudgetReserve - _state.Seconds) / (_state.Seconds / _state.Step));
        if (_state.TotalSteps == 0 || possible < _state.TotalSteps)
        {
            _state = _state with { TotalSteps = possible };
        }
    }
}
