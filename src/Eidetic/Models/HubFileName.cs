using System.Buffers;

namespace Eidetic;

/// <summary>Names of files that a server lists: nothing that leads out of the model's folder is ever written.</summary>
internal static class HubFileName
{
    private static readonly SearchValues<char> Forbidden = SearchValues.Create("\\:*?\"<>|");

    /// <summary>Whether the name is a plain relative path on every system.</summary>
    public static bool IsSafe(string name) => name.Length > 0 && name.Split('/').All(IsSafeStep);

    // Windows drops dots and spaces at the end of a step, so that ".. " would be "..".
    private static bool IsSafeStep(string step) =>
        step.Length > 0 && step[^1] is not ('.' or ' ') && step.AsSpan().IndexOfAny(Forbidden) < 0 && !step.Any(char.IsControl);
}
