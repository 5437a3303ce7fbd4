namespace Eidetic;

/// <summary>What a folder of a model holds.</summary>
/// <param name="Folder">The folder.</param>
/// <param name="Kind">What it is, in words.</param>
/// <param name="Known">The published model it is, or null when it is none that is known by name.</param>
/// <param name="Elements">Element types of the tensors, the largest share first; only safetensors files are looked into.</param>
/// <param name="Files">Its files with their bytes, by name.</param>
/// <param name="Missing">What must be there and is not, or is damaged.</param>
public sealed record ModelInspection(
    string Folder,
    string Kind,
    PublishedModel? Known,
    IReadOnlyList<ModelElements> Elements,
    IReadOnlyList<KeyValuePair<string, long>> Files,
    IReadOnlyList<ModelGap> Missing)
{
    /// <summary>Parameters in the safetensors files.</summary>
    public long Parameters => Elements.Sum(share => share.Parameters);
}
