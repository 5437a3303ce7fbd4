using Eidetic.Abstractions;
using Eidetic.Modeling;
using static TorchSharp.torch;

namespace Eidetic.Training;

/// <summary>
/// The identifiers as tensors, one column an identifier, step by step. Each step counts its tokens from the lowest that occurs there, so
/// that a step is scored over its own tokens only. Owns its tensors.
/// </summary>
internal sealed class IdentifierTable : IDisposable
{
    private const float Forbidden = -1e9f;
    private readonly Device _device;
    private readonly int[] _firstOfImage;      // [images + 1]: the entries of image i are first[i]..first[i+1]-1
    private readonly int[][] _prefixes;        // [steps][entries]: the number of each entry's prefix of that many tokens
    private readonly int[][] _children;        // the tokens that follow each prefix
    private readonly StepTokens[] _steps;
    private readonly int[] _images;            // [entries]: the image that each names
    private readonly Dictionary<(int Prefix, int Token), (int Entry, bool IsLast)> _followers = [];

    public IdentifierTable(IdentifierAssignment assignment, int images, Device device)
    {
        var ordered = assignment.Identifiers.OrderBy(i => i.Image).ToArray();
        _device = device;
        Entries = ordered.Length;
        Steps = ordered.Max(i => i.Tokens.Count);
        IsOneToOne = Entries == images;
        (_prefixes, _children) = IdentifierPrefixes.Of(ordered, Steps);
        _firstOfImage = new int[images + 1];
        foreach (var identifier in ordered)
        {
            _firstOfImage[identifier.Image + 1]++;
        }

        for (var image = 0; image < images; image++)
        {
            _firstOfImage[image + 1] += _firstOfImage[image];
        }

        _steps = [.. Enumerable.Range(0, Steps).Select(step => StepTokens.Of(ordered, step, device))];
        _images = [.. ordered.Select(identifier => identifier.Image)];
        for (var entry = 0; entry < Entries; entry++)
        {
            var tokens = ordered[entry].Tokens;
            for (var step = 0; step < tokens.Count; step++)
            {
                _followers.TryAdd((_prefixes[step][entry], tokens[step]), (entry, step + 1 == tokens.Count));
            }
        }

        Inputs = Pack(ordered, Math.Max(0, Steps - 1));
    }

    /// <summary>Number of identifiers.</summary>
    public int Entries { get; }

    /// <summary>Tokens of the longest.</summary>
    public int Steps { get; }

    /// <summary>True when every image has exactly one identifier; then entry = image.</summary>
    public bool IsOneToOne { get; }

    /// <summary>int64 [entries, steps - 1]: every token but the last, as the decoder reads them; 0 after an identifier's end.</summary>
    public Tensor Inputs { get; }

    /// <summary>The tokens of a step.</summary>
    public StepTokens this[int step] => _steps[step];

    /// <summary>What the trie knows at a step of some identifiers, as something to add to the step's logits.</summary>
    /// <param name="step">0-based step.</param>
    /// <param name="entries">An entry for each row.</param>
    /// <returns>float32 [batch, tokens of the step] or, at the root, [1, tokens]: 0 where allowed, a large negative number elsewhere.</returns>
    public Tensor Constraint(int step, IReadOnlyList<int> entries)
    {
        var (rows, first, count) = (step == 0 ? 1 : entries.Count, _steps[step].First, _steps[step].Count);
        var values = new float[rows * count];
        Array.Fill(values, Forbidden);
        for (var row = 0; row < rows; row++)
        {
            foreach (var token in _children[_prefixes[step][entries[row]]])
            {
                // After an identifier's end its last prefix still has children, of another step: the row does not count there.
                if (token >= first && token < first + count)
                {
                    values[row * count + token - first] = 0;
                }
            }
        }

        return TorchCopies.Copy(values, _device, rows, count);
    }

    /// <summary>The tokens that the trie knows at a step of an identifier, rising.</summary>
    public IReadOnlyList<int> Next(int step, int entry) => _children[_prefixes[step][entry]];

    /// <summary>Takes one of the tokens that the trie knows at a step of an identifier.</summary>
    /// <returns>The first entry that begins so, and whether it ends there.</returns>
    public (int Entry, bool IsLast) Follow(int step, int entry, int token) => _followers[(_prefixes[step][entry], token)];

    /// <summary>The image that an entry names.</summary>
    public int ImageOf(int entry) => _images[entry];

    /// <summary>One of an image's identifiers.</summary>
    public int Pick(int image, Random random) => _firstOfImage[image] + (Count(image) == 1 ? 0 : random.Next(Count(image)));

    public void Dispose()
    {
        Inputs.Dispose();
        foreach (var step in _steps)
        {
            step.Codes.Dispose();
        }
    }

    private int Count(int image) => _firstOfImage[image + 1] - _firstOfImage[image];

    private Tensor Pack(ImageIdentifier[] identifiers, int steps)
    {
        var values = new long[identifiers.Length * steps];
        for (var entry = 0; entry < identifiers.Length; entry++)
        {
            for (var step = 0; step < Math.Min(steps, identifiers[entry].Tokens.Count); step++)
            {
                values[entry * steps + step] = identifiers[entry].Tokens[step];
            }
        }

        using var borrowed = tensor(values, identifiers.Length, steps);
        return borrowed.to(_device).clone().DetachFromDisposeScope();
    }
}
