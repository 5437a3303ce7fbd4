using Eidetic.Abstractions;

namespace Eidetic.Modeling;

/// <summary>The files of a folder that a published model is built from.</summary>
internal sealed class ModelFiles
{
    private readonly string _folder;
    private readonly Lazy<string> _sha256;

    /// <param name="folder">The folder.</param>
    /// <param name="needed">Files that must be there, relative to it.</param>
    /// <param name="optional">Files that count where they are there.</param>
    /// <param name="weights">Folders below with the weights, relative to it; empty text for the folder itself.</param>
    /// <exception cref="CheckpointFormatException">A file is missing.</exception>
    public ModelFiles(string folder, IReadOnlyList<string> needed, IReadOnlyList<string> optional, params IEnumerable<string> weights)
    {
        _folder = folder;
        if (needed.FirstOrDefault(name => !File.Exists(this[name])) is { } missing)
        {
            throw new CheckpointFormatException(
                folder, $"Expected {string.Join(", ", needed)} and the weights of a published model in {folder}, found no {missing}: download the model whole.");
        }

        var found = new List<string>(needed.Concat(optional.Where(name => File.Exists(this[name]))));
        foreach (var part in weights)
        {
            using var checkpoint = CheckpointFolder.Open(this[part]);
            found.AddRange(checkpoint.WeightFiles.Select(file => Path.GetRelativePath(folder, file).Replace('\\', '/')));
        }

        var names = found.Distinct(StringComparer.Ordinal).ToArray();
        _sha256 = new Lazy<string>(() => FileHashes.OfAll(names.Select(name => (name, this[name]))));
    }

    /// <summary>SHA-256 over a line <c>hash, two spaces, name</c> for each file, in ordinal order of the names; lower-case hexadecimal.</summary>
    public string Sha256 => _sha256.Value;

    /// <summary>Path of a file.</summary>
    public string this[string name] => Path.Combine(_folder, name);

    /// <summary>Text of a file, or null when it is not there.</summary>
    public string? Text(string name) => File.Exists(this[name]) ? File.ReadAllText(this[name]) : null;
}
