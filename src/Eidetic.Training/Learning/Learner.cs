using System.Diagnostics;
using Eidetic.Modeling;
using TorchSharp;
using static TorchSharp.torch;

namespace Eidetic.Training;

/// <summary>
/// Trains the decoder to name every image from its own vector (memorize) and from texts about it (retrieve), both in every step or one
/// after the other. Same seed and data, same weights; a run that was stopped continues to the weights it would have had.
/// </summary>
internal sealed class Learner : IDisposable
{
    private const int Stage = 2;
    private const int CalibrationSkip = 5;         // steps before the clock starts: the first ones allocate
    private const int CalibrationSteps = 20;
    private const int RefitEvery = 50;             // steps between two looks at whether the budget will be kept
    private const int RankingRefitEvery = 10;      // the same while learning to rank, whose steps take longer than was planned
    private const double BudgetReserve = 0.96;     // part of the budget that is planned; the rest is for a noisy machine
    private const double CoolingPart = 0.25;       // steps of cooling down after learning stopped to improve, as part of those done
    private const int SampledImages = 1024;        // images of a look at memorizing
    private const int SoftTargetLimit = 65_536;    // identifiers * steps up to which exact shares of every token cost little
    private readonly CompactDecoder _decoder;
    private readonly LearningSet _set;
    private readonly LearningOptions _options;
    private readonly Device _device;
    private readonly IdentifierTable _table;
    private readonly IdentifierLoss _loss;
    private readonly QueryStream _queries;
    private readonly Rehearsal _rehearsal;
    private readonly BranchNegatives _negatives;
    private readonly RankingStage _ranking;
    private readonly AdamW _optimizer;
    private readonly string _fingerprint;
    private LearningState _state;
    private (int Step, TimeSpan Elapsed)? _calibration;

    /// <param name="backbone">Its decoder is trained in place; stays the caller's.</param>
    /// <param name="set">Images and texts.</param>
    /// <param name="table">The identifiers; stays the caller's.</param>
    /// <param name="queries">Makes the queries; stays the caller's.</param>
    /// <param name="options">How to learn.</param>
    /// <param name="fingerprint">Names what is learned, and how, in checkpoints.</param>
    /// <param name="device">Where to compute.</param>
    public Learner(
        CompactBackbone backbone, LearningSet set, IdentifierTable table, QueryStream queries, LearningOptions options, string fingerprint, Device device)
    {
        _decoder = backbone.Decoder;
        (_set, _table, _queries, _options, _fingerprint, _device) = (set, table, queries, options, fingerprint, device);
        _loss = new IdentifierLoss(_decoder, table);
        _rehearsal = new Rehearsal(set.ImageFeatures);
        _negatives = new BranchNegatives(queries, table, _loss, options);
        _ranking = new RankingStage(_decoder, table, _loss, options);
        _optimizer = new AdamW(
            _decoder.named_parameters(), options.WeightDecay, name => name == CompactDecoder.TokenVectorsName ? options.TokenVectorRate : 1);
        var stepsPerEpoch = Math.Max(1, (int)Math.Ceiling((set.ImageStream?.Length ?? set.Images) / (double)options.MemorizeBatch));
        _state = new LearningState { TotalSteps = options.TimeBudget is null ? options.Epochs * stepsPerEpoch : 0, Fingerprint = fingerprint };
    }

    /// <summary>Continues from a checkpoint.</summary>
    /// <exception cref="Abstractions.CheckpointFormatException">The file is damaged, or of another run.</exception>
    public void Resume(string checkpoint) => _state = LearningCheckpoint.Load(checkpoint, _decoder, _optimizer, _fingerprint);

    /// <summary>Learns to the end, or writes a checkpoint and throws when cancelled.</summary>
    /// <param name="checkpoint">Where the state is kept meanwhile.</param>
    /// <param name="heldOutRecall">Recall@10 of the held-out texts by generation, with the decoder as it is; null when nothing is held out.</param>
    /// <param name="report">Receives every step.</param>
    /// <param name="cancellationToken">Stops between steps.</param>
    public void Run(string checkpoint, Func<double>? heldOutRecall, Action<TrainingStep> report, CancellationToken cancellationToken)
    {
        var clock = Stopwatch.StartNew();
        var (startSeconds, startStep, lastSave) = (_state.Seconds, _state.Step, TimeSpan.Zero);
        var imagesOfPass = _set.ImageStream?.Length ?? _set.Images;
        var memorize = new EpochSampler(_options.Seed, Stage + 1, imagesOfPass, Math.Min(_options.MemorizeBatch, imagesOfPass));
        var retrieve = _set.TextImages.Length == 0 ? null : new EpochSampler(_options.Seed, Stage + 2, _set.TextImages.Length, _options.RetrieveBatch);
        while (_state.TotalSteps == 0 || _state.Step < _state.TotalSteps)
        {
            if (cancellationToken.IsCancellationRequested)
            {
                LearningCheckpoint.Save(checkpoint, _decoder, _optimizer, _state);
                cancellationToken.ThrowIfCancellationRequested();
            }

            _state = RankingStage.Begin(_state, _options);
            var step = _state.Step;
            var images = Rehearsal.Add(ImagesAt(memorize.At(step)), _state.Missed, _options.Rehearsed);
            var (loss, examples) = Step(step, images, retrieve?.At(step));
            _state = _state with { Step = step + 1, Seconds = startSeconds + clock.Elapsed.TotalSeconds };
            Calibrate(clock);
            var (accuracy, recall) = IsLookDue() ? Look(heldOutRecall) : (null, null);
            var perStep = clock.Elapsed / (_state.Step - startStep);
            TimeSpan? remaining = _state.TotalSteps == 0 ? null : perStep * (_state.TotalSteps - _state.Step);
            report(new TrainingStep(
                _state.Step, _state.TotalSteps == 0 ? _state.Step + 1_000_000 : _state.TotalSteps, loss, examples / perStep.TotalSeconds, recall, accuracy, remaining));
            if (clock.Elapsed - lastSave > _options.CheckpointEvery)
            {
                lastSave = clock.Elapsed;
                LearningCheckpoint.Save(checkpoint, _decoder, _optimizer, _state);
            }
        }

        _decoder.eval();
    }

    public void Dispose() => _optimizer.Dispose();

    private (double Loss, int Examples) Step(int step, int[] images, int[]? texts)
    {
        var random = StepSeed.Apply(_options.Seed, Stage, step);
        using var scope = NewDisposeScope();
        _decoder.train();
        _optimizer.ZeroGradients();
        var isFirstHalf = _state.TotalSteps == 0 || step < _state.TotalSteps / 2;
        var loss = 0.0;
        var examples = 0;
        if (!_options.Sequential || isFirstHalf || texts is null)
        {
            loss += Backward(MemorizeLoss(images, random));
            examples += images.Length;
        }

        if (texts is not null && (!_options.Sequential || !isFirstHalf))
        {
            loss += Backward(RetrieveLoss(texts, random));
            examples += texts.Length;
        }

        var norm = _optimizer.GradientNorm();
        if (!double.IsFinite(norm))
        {
            throw new InvalidOperationException($"Learning diverged at step {step + 1}: gradients are not finite. Lower the learning rate.");
        }

        _optimizer.Step(step + 1, LearningRate(step), _options.ClipNorm / Math.Max(norm, 1e-12));
        return (loss, examples);
    }

    private double LearningRate(int step)
    {
        var total = _state.TotalSteps == 0 ? int.MaxValue : _state.TotalSteps;
        if (_state.Cooling is { } cooling)
        {
            return cooling.Rate * (total - step) / Math.Max(1, total - cooling.From);
        }

        return new LearningRateSchedule(_options.LearningRate, Math.Min(_options.WarmupSteps, Math.Max(1, total / 4)), total).At(step);
    }

    private static double Backward(Tensor loss)
    {
        loss.backward();
        return loss.Value();
    }

    private Tensor MemorizeLoss(int[] images, Random random)
    {
        var scores = _loss.Score(new QuerySides(Text: null, _queries.Pictures(images)), Pick(images, random));
        _state = _state with { Missed = _rehearsal.Update(_state.Missed, images, _loss.AreNamed(scores)) };
        return _loss.Hard(scores);
    }

    private Tensor RetrieveLoss(int[] texts, Random random)
    {
        var (queries, ownWeights) = _queries.Texts(texts, random);                                // [batch, sharedDim]
        var targets = _queries.Targets(queries, texts, ownWeights);                                         // [batch, images]
        var loss = GenerationLoss(new QuerySides(Text: queries, Image: null), targets, random);
        var images = texts.Select(text => _set.TextImages[text]).ToArray();
        if (_options.BranchNegatives > 0 && _negatives.Loss(texts, images, random) is { } margin)
        {
            loss = loss.Plus(margin);
        }

        return _state.RankingFrom is null ? loss : loss.Plus(_ranking.Loss(queries, targets, images, random));
    }

    private Tensor GenerationLoss(QuerySides sides, Tensor targets, Random random)
    {
        var isHard = !_table.IsOneToOne || (long)_table.Entries * _table.Steps > SoftTargetLimit;
        var paths = isHard ? Pick(Draw(targets), random) : Draw(targets);
        if (_options.RDrop == 0)
        {
            return isHard ? _loss.Hard(sides, paths) : _loss.Soft(sides, targets, paths);
        }

        var scores = _loss.Score(RDrop.Twice(sides), [.. paths, .. paths]);
        return (isHard ? _loss.Hard(scores) : _loss.Soft(scores, cat([targets, targets]))).Plus(RDrop.Divergence(scores, _table).Times(_options.RDrop));
    }

    private int[] ImagesAt(int[] places) => _set.ImageStream is { } stream ? [.. places.Select(place => stream[place])] : places;

    private int[] Pick(int[] images, Random random) => [.. images.Select(i => _table.Pick(i, random))];

    private static int[] Draw(Tensor weights)
    {
        using var drawn = weights.multinomial(1);                                                 // int64 [batch, 1]
        return [.. drawn.data<long>().Select(i => (int)i)];
    }

    private void Calibrate(Stopwatch clock)
    {
        if (_options.TimeBudget is not { } budget)
        {
            return;
        }

        if (_state.TotalSteps > 0)
        {
            ShortenIfLate(budget);
            return;
        }

        if (_calibration is not { } start)
        {
            _calibration = _state.Step >= CalibrationSkip ? (_state.Step, clock.Elapsed) : null;
        }
        else if (_state.Step >= start.Step + CalibrationSteps)
        {
            var perStep = (clock.Elapsed - start.Elapsed).TotalSeconds / CalibrationSteps;
            var left = Math.Max(0, budget.TotalSeconds * BudgetReserve - _state.Seconds);
            _state = _state with { TotalSteps = _state.Step + (int)(left / perStep) };
        }
    }

    // A machine that became busier must not overrun the budget; one that became idle finishes early.
    private void ShortenIfLate(TimeSpan budget)
    {
        // Steps that rank cost more than those before, so they are timed by themselves, and soon.
        var (from, fromSeconds, every) = _state.RankingFrom is { } start ? (start, _state.RankingFromSeconds, RankingRefitEvery) : (0, 0, RefitEvery);
        if (_state.Step == from || (_state.Step - from) % every != 0)
        {
            return;
        }

        var perStep = (_state.Seconds - fromSeconds) / (_state.Step - from);
        var possible = _state.Step + (int)((budget.TotalSeconds * BudgetReserve - _state.Seconds) / perStep);
        if (possible < _state.TotalSteps)
        {
            _state = _state with { TotalSteps = Math.Max(possible, _state.Step) };
        }
    }

    private bool IsLookDue() =>
        _state.TotalSteps > 0 && (_state.Step == _state.TotalSteps || _state.Step % Math.Max(1, _state.TotalSteps / _options.Evaluations) == 0);

    private (double? Accuracy, double? Recall) Look(Func<double>? heldOutRecall)
    {
        _decoder.eval();
        var images = StepSeed.Permutation(_options.Seed, Stage + 3, 0, _set.Images).Take(SampledImages).ToArray();
        using var scope = NewDisposeScope();
        var sides = new QuerySides(Text: null, _queries.Pictures(images));
        var accuracy = _loss.GreedyAccuracy(sides, Pick(images, new Random(0)));
        var recall = heldOutRecall?.Invoke();
        Judge(accuracy + (recall ?? 0));
        return (accuracy, recall);
    }

    // A memory must know its images and understand queries: what is judged is both. Looks are noisy and a high learning rate hides what has
    // been learned, so a run that stopped improving is not cut off at some look: it cools down and ends early.
    private void Judge(double score)
    {
        var isBetter = score > (_state.BestScore ?? double.MinValue);
        _state = _state with { BestScore = isBetter ? score : _state.BestScore, Stale = isBetter ? 0 : _state.Stale + 1 };
        if (_state.Stale < _options.Patience || _state.Cooling is not null)
        {
            return;
        }

        var rate = LearningRate(_state.Step);
        var end = _state.Step + Math.Max(1, (int)(_state.Step * CoolingPart));
        _state = _state with { Cooling = new Cooling(_state.Step, rate), TotalSteps = Math.Min(_state.TotalSteps, end) };
    }
}
