namespace Eidetic.Data;

/// <summary>A half of the emoji collection's held-out queries.</summary>
public enum EmojiSplit
{
    /// <summary>For tuning.</summary>
    Dev,

    /// <summary>For reporting.</summary>
    Test,
}
