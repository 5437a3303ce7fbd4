namespace Eidetic;

/// <summary>One repository that a published model is put together from.</summary>
/// <param name="Repository">Owner and name on the hub.</param>
/// <param name="Folder">Where its files go below the model's folder; empty for the model's folder itself.</param>
/// <param name="Parameters">Parameters in it, about.</param>
/// <param name="SizeInBytes">Bytes of its weights as published, about.</param>
public sealed record ModelPart(string Repository, string Folder, long Parameters, long SizeInBytes);
