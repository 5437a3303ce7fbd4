using Eidetic.Abstractions;

namespace Eidetic.Modeling;

/// <summary>
/// Runs a pickle (Python's Lib/pickletools.py, protocols 2 to 5) as far as weights need it: data are built, nothing is imported or
/// called. Without recursion; work and memory are bounded by the length of the pickle.
/// </summary>
internal sealed class PickleMachine
{
    private const int MaxInstructions = 2_000_000;

    private static readonly object Mark = new();

    private readonly PickleCursor _cursor;
    private readonly PickleCalls _calls;
    private readonly List<object?> _stack = [];
    private readonly Dictionary<uint, object?> _memo = [];

    private PickleMachine(PickleCursor cursor)
    {
        _cursor = cursor;
        _calls = new PickleCalls(cursor);
    }

    /// <summary>Builds what a pickle describes.</summary>
    /// <param name="path">For messages.</param>
    /// <param name="pickle">Its bytes.</param>
    /// <returns>null, bool, long, double, string, bytes, or a <see cref="PickleValue"/>, which may contain itself.</returns>
    /// <exception cref="CheckpointFormatException">The pickle is damaged, or names what no pickle of weights needs.</exception>
    public static object? Run(string path, byte[] pickle)
    {
        var machine = new PickleMachine(new PickleCursor(path, pickle));
        for (var i = 0; i < MaxInstructions; i++)
        {
            var code = machine._cursor.TakeByte();
            if (code == '.')
                return machine.Pop();
            machine.Step(code);
        }

        throw machine._cursor.Bad($"the pickle has more than {MaxInstructions} instructions");
    }

    private void Step(byte code)
    {
        switch ((char)code)
        {
            case '\x80': RequireProtocol(_cursor.TakeByte()); break;
            case '\x95': _cursor.Take(8); break;                                     // the length of a frame
            case '(': _stack.Add(Mark); break;
            case '0': Pop(); break;
            case '1': PopToMark(); break;
            case '2': _stack.Add(Peek()); break;
            case 'N': _stack.Add(null); break;
            case '\x88': _stack.Add(true); break;
            case '\x89': _stack.Add(false); break;
            case 'q': _memo[_cursor.TakeByte()] = Peek(); break;
            case 'r': _memo[_cursor.TakeU32()] = Peek(); break;
            case '\x94': _memo[(uint)_memo.Count] = Peek(); break;
            case 'h': Recall(_cursor.TakeByte()); break;
            case 'j': Recall(_cursor.TakeU32()); break;
            default:
                if (!TryScalar((char)code) && !TryContainer((char)code) && !TryCall((char)code))
                    throw _cursor.Bad($"the pickle has the instruction 0x{code:x2}, which PyTorch does not write");
                break;
        }
    }

    private bool TryScalar(char code)
    {
        object? value;
        switch (code)
        {
            case 'J': value = (long)(int)_cursor.TakeU32(); break;
            case 'K': value = (long)_cursor.TakeByte(); break;
            case 'M': value = (long)_cursor.TakeU16(); break;
            case '\x8a': value = _cursor.TakeInteger(_cursor.TakeByte()); break;
            case '\x8b': value = _cursor.TakeInteger(_cursor.TakeU32()); break;
            case 'G': value = _cursor.TakeDouble(); break;
            case 'X': value = _cursor.TakeText(_cursor.TakeU32()); break;
            case '\x8c': value = _cursor.TakeText(_cursor.TakeByte()); break;
            case '\x8d': value = _cursor.TakeText(_cursor.TakeU64()); break;
            case 'U' or 'C': value = _cursor.Take(_cursor.TakeByte()).ToArray(); break;
            case 'T' or 'B': value = _cursor.Take(_cursor.TakeU32()).ToArray(); break;
            case '\x8e': value = _cursor.Take(_cursor.TakeU64()).ToArray(); break;
            default: return false;
        }

        _stack.Add(value);
        return true;
    }

    private bool TryContainer(char code)
    {
        switch (code)
        {
            case ')': _stack.Add(new PickleTuple([])); break;
            case '\x85': _stack.Add(new PickleTuple(PopSome(1))); break;
            case '\x86': _stack.Add(new PickleTuple(PopSome(2))); break;
            case '\x87': _stack.Add(new PickleTuple(PopSome(3))); break;
            case 't': _stack.Add(new PickleTuple(PopToMark())); break;
            case ']': _stack.Add(new PickleList([])); break;
            case '}': _stack.Add(new PickleDictionary()); break;
            case 'a': Append(PopSome(1)); break;
            case 'e': Append(PopToMark()); break;
            case 's': SetItems(PopSome(2)); break;
            case 'u': SetItems(PopToMark()); break;
            default: return false;
        }

        return true;
    }

    private bool TryCall(char code)
    {
        switch (code)
        {
            case 'c': _stack.Add(_calls.Name(_cursor.TakeLine(), _cursor.TakeLine())); break;
            case '\x93': _stack.Add(PopSome(2) is [string module, string name] ? _calls.Name(module, name) : throw Wrong("a name")); break;
            case 'Q': _stack.Add(_calls.Storage(Pop())); break;
            case 'R': _stack.Add(PopSome(2) is [PickleGlobal f, PickleTuple values] ? _calls.Call(f, values.Items) : throw Wrong("a call")); break;
            case '\x81': _stack.Add(PopSome(2) is [PickleGlobal made, PickleTuple] ? _calls.Make(made) : throw Wrong("an object")); break;
            case 'b': Build(Pop()); break;
            default: return false;
        }

        return true;
    }

    private void RequireProtocol(byte protocol)
    {
        if (protocol is < 2 or > 5)
            throw _cursor.Bad($"the pickle has protocol {protocol}; expected 2 to 5");
    }

    // What an ordered dictionary carries beside its entries (the versions of modules) is of no use here.
    private void Build(object? state)
    {
        var built = Peek();
        if (built is PickleObject instance)
            instance.Attributes = state as PickleDictionary ?? instance.Attributes;
        else if (built is not PickleDictionary)
            throw Wrong("an object with a state");
    }

    private void Append(object?[] items)
    {
        if (Peek() is not PickleList list)
            throw Wrong("a list");
        list.Items.AddRange(items);
    }

    private void SetItems(object?[] items)
    {
        if (Peek() is not PickleDictionary dictionary || items.Length % 2 != 0)
            throw Wrong("a dictionary");
        for (var i = 0; i < items.Length; i += 2)
            dictionary.Entries.Add((items[i], items[i + 1]));
    }

    private void Recall(uint index) => _stack.Add(_memo.TryGetValue(index, out var value)
        ? value
        : throw _cursor.Bad($"the pickle refers to value {index}, which it has not made"));

    private object? Peek() => _stack.Count > 0 && _stack[^1] != Mark ? _stack[^1] : throw Wrong("a value");

    private object? Pop()
    {
        var value = Peek();
        _stack.RemoveAt(_stack.Count - 1);
        return value;
    }

    private object?[] PopSome(int count)
    {
        var values = new object?[count];
        for (var i = count - 1; i >= 0; i--)
            values[i] = Pop();
        return values;
    }

    private object?[] PopToMark()
    {
        var mark = _stack.LastIndexOf(Mark);
        if (mark < 0)
            throw Wrong("a mark");

        var values = _stack.GetRange(mark + 1, _stack.Count - mark - 1).ToArray();
        _stack.RemoveRange(mark, _stack.Count - mark);
        return values;
    }

    private CheckpointFormatException Wrong(string expected) => _cursor.Bad($"the pickle is damaged: an instruction expected {expected} and found none");
}
