namespace Eidetic.Modeling;

/// <summary>A checkpoint that holds a part of a model, perhaps under other names.</summary>
/// <param name="Checkpoint">The checkpoint.</param>
/// <param name="Rename">A parameter's name in the checkpoint, or null for one that it does not hold.</param>
/// <param name="IsIgnored">Says of a name in the checkpoint whether it is known to be of no use.</param>
internal sealed record CheckpointLayer(ICheckpoint Checkpoint, Func<string, string?> Rename, Func<string, bool> IsIgnored);
