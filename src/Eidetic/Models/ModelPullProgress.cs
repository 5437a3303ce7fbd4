namespace Eidetic;

/// <summary>How far fetching a model has come.</summary>
/// <param name="File">The file at hand, relative to the model's folder.</param>
/// <param name="DoneInBytes">Bytes of the model that are here.</param>
/// <param name="TotalInBytes">Bytes of the whole model.</param>
/// <param name="Note">What happened, as a lost connection; null when nothing did.</param>
public sealed record ModelPullProgress(string File, long DoneInBytes, long TotalInBytes, string? Note = null);
