using System.Globalization;
using Eidetic.Abstractions;

namespace Eidetic.Modeling;

/// <summary>
/// Finds the tensors in what a pickle built, and names them: keys, attributes and positions joined by dots. A dictionary under
/// <c>state_dict</c> or <c>model_state_dict</c> at the root stands for the whole.
/// </summary>
internal sealed class StateDictionary
{
    private const int MaxDepth = 64;
    private const int MaxNodes = 1_000_000;
    private const int MaxNameLength = 1_000;

    private static readonly string[] Wrappers = ["state_dict", "model_state_dict"];

    private readonly string _path;
    private readonly Dictionary<string, PickleTensor> _tensors = new(StringComparer.Ordinal);
    private int _nodes;

    private StateDictionary(string path) => _path = path;

    /// <summary>Names the tensors.</summary>
    /// <param name="path">For messages.</param>
    /// <param name="root">What the pickle built.</param>
    /// <exception cref="CheckpointFormatException">There are none, or it is nested too deep or too often.</exception>
    public static Dictionary<string, PickleTensor> Flatten(string path, object? root)
    {
        var state = new StateDictionary(path);
        state.Visit("", Unwrap(root), depth: 0);
        return state._tensors.Count > 0 ? state._tensors : throw state.Bad("it holds no tensor under a name");
    }

    private static object? Unwrap(object? root) => root is PickleDictionary dictionary
        ? Wrappers.Select(wrapper => dictionary.Entries.Find(entry => entry.Key is string key && key == wrapper).Value)
            .FirstOrDefault(value => value is PickleDictionary) ?? root
        : root;

    private void Visit(string name, object? value, int depth)
    {
        if (depth > MaxDepth)
            throw Bad($"its values are nested more than {MaxDepth} deep");

        switch (value)
        {
            case PickleTensor tensor when name.Length > 0:
                if (!_tensors.TryAdd(name, tensor))
                    throw Bad($"tensor '{name}' occurs twice");
                break;
            case PickleObject instance:
                VisitEntries(name, instance.Attributes, depth);
                break;
            case PickleDictionary dictionary:
                VisitEntries(name, dictionary, depth);
                break;
            case PickleList or PickleTuple:
                VisitItems(name, value is PickleList list ? list.Items : ((PickleTuple)value).Items, depth);
                break;
        }
    }

    private void VisitEntries(string name, PickleDictionary dictionary, int depth)
    {
        foreach (var (key, value) in dictionary.Entries)
        {
            if (CountNode(value))
                Visit(Join(name, KeyText(key)), value, depth + 1);
        }
    }

    private string KeyText(object? key) => key switch
    {
        string text => text,
        long number => number.ToString(CultureInfo.InvariantCulture),
        _ => throw Bad("a dictionary in it has a key that is neither text nor number"),
    };

    private void VisitItems(string name, IList<object?> items, int depth)
    {
        for (var i = 0; i < items.Count; i++)
        {
            if (CountNode(items[i]))
                Visit(Join(name, i.ToString(CultureInfo.InvariantCulture)), items[i], depth + 1);
        }
    }

    // A pickle may refer to one value many times over, so that few bytes unfold into more than any memory holds.
    private bool CountNode(object? value) => ++_nodes > MaxNodes
        ? throw Bad($"its values unfold into more than {MaxNodes}")
        : value is PickleValue and not (PickleGlobal or PickleStorage);

    private string Join(string name, string key) => name.Length + key.Length < MaxNameLength
        ? name.Length == 0 ? key : $"{name}.{key}"
        : throw Bad($"a tensor's name would have more than {MaxNameLength} characters");

    private CheckpointFormatException Bad(string fact) => new(_path, $"{_path}: {fact}.");
}
