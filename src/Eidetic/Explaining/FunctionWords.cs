using System.Collections.Frozen;

namespace Eidetic;

/// <summary>
/// English words that hold a sentence together and say nothing of a picture. Words that turn its meaning (no, not, without) and that place
/// things (under, behind, between) are none of them.
/// </summary>
internal static class FunctionWords
{
    private static readonly FrozenSet<string> All = """
        a an the this that these those some any each every such
        i me my we us our you your he him his she her hers it its they them their one ones
        is are was were be been being am do does did has have had can could will would shall should may might must
        and or but nor so if than then as of to in on at by for from with into onto
        there here what which who whom whose when where why how that's it's there's
        something anything someone very just also too other another while through
        """.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    public static bool Contains(string word) => All.Contains(word);
}
