using System.Text.Json;
using System.Text.Json.Serialization;
using Eidetic.Abstractions;
using Eidetic.Modeling;
using static TorchSharp.torch;

namespace Eidetic.Training;

/// <summary>One file with everything a learner needs to continue to the same weights: weights, moments and the state.</summary>
internal static class LearningCheckpoint
{
    private const string StateKey = "learning";
    private const string WeightsPrefix = "weights.";
    private const string MomentsPrefix = "moments.";

    /// <summary>Writes the file; an earlier one is replaced whole or stays.</summary>
    public static void Save(string path, nn.Module module, AdamW optimizer, LearningState state)
    {
        var tensors = Prefixed(WeightsPrefix, module.state_dict())
            .Concat(Prefixed(MomentsPrefix, optimizer.State));
        SafetensorsWriter.Write(path, tensors, new Dictionary<string, string> { [StateKey] = JsonSerializer.Serialize(state, LearningJson.Default.LearningState) });
    }

    /// <summary>Writes weights and moments, without best weights.</summary>
    public static void Save(string path, IEnumerable<KeyValuePair<string, Tensor>> weights, AdamW optimizer, LearningState state) => SafetensorsWriter.Write(
        path,
        Prefixed(WeightsPrefix, weights).Concat(Prefixed(MomentsPrefix, optimizer.State)),
        new Dictionary<string, string> { [StateKey] = JsonSerializer.Serialize(state, LearningJson.Default.LearningState) });

    /// <summary>Reads weights and moments.</summary>
    /// <exception cref="CheckpointFormatException">The file is damaged, or of another run.</exception>
    public static LearningState Load(string path, IEnumerable<KeyValuePair<string, Tensor>> weights, AdamW optimizer, string fingerprint)
    {
        using var file = SafetensorsFile.Open(path);
        var state = StateOf(file, path, fingerprint);
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        Fill(file, path, Prefixed(WeightsPrefix, weights));
        Fill(file, path, Prefixed(MomentsPrefix, optimizer.State));
        return state;
    }

    /// <summary>Reads the file into the parts.</summary>
    /// <exception cref="CheckpointFormatException">The file is damaged, or of another run.</exception>
    public static LearningState Load(string path, nn.Module module, AdamW optimizer, string fingerprint)
    {
        using var file = SafetensorsFile.Open(path);
        var state = StateOf(file, path, fingerprint);
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        Fill(file, path, Prefixed(WeightsPrefix, module.state_dict()));
        Fill(file, path, Prefixed(MomentsPrefix, optimizer.State));
        return state;
    }

    private static LearningState StateOf(SafetensorsFile file, string path, string fingerprint)
    {
        var state = file.Metadata.TryGetValue(StateKey, out var json) ? JsonSerializer.Deserialize(json, LearningJson.Default.LearningState) : null;
        if (state is null || state.Fingerprint != fingerprint)
        {
            throw new CheckpointFormatException(
                path, $"Expected a checkpoint of this very run in {path}, found one of other images, captions or options: resume with the same command, or start without --resume.");
        }

        return state;
    }

    private static IEnumerable<KeyValuePair<string, Tensor>> Prefixed(string prefix, IEnumerable<KeyValuePair<string, Tensor>> tensors) =>
        tensors.Select(t => KeyValuePair.Create(prefix + t.Key, t.Value));

    private static void Fill(SafetensorsFile file, string path, IEnumerable<KeyValuePair<string, Tensor>> targets)
    {
        foreach (var (name, target) in targets)
        {
            using var stored = file.LoadTensor(name);
            if (!stored.shape.SequenceEqual(target.shape))
            {
                throw new CheckpointFormatException(path, $"Expected {name} of [{string.Join(", ", target.shape)}] in {path}, found [{string.Join(", ", stored.shape)}].");
            }

            target.copy_(stored);
        }
    }
}

/// <summary>How the learner's state is written.</summary>
[JsonSerializable(typeof(LearningState))]
internal sealed partial class LearningJson : JsonSerializerContext;
