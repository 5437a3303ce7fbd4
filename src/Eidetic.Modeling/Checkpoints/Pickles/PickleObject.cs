namespace Eidetic.Modeling;

/// <summary>An object of a compiled module's own class: a container of attributes, whose code is never run.</summary>
internal sealed class PickleObject : PickleValue
{
    /// <summary>Attributes.</summary>
    public PickleDictionary Attributes { get; set; } = new();
}
