using Eidetic.Abstractions;
using Eidetic.Modeling;

namespace Eidetic.Training;

/// <summary>The words of a collection's texts, as queries hold them.</summary>
internal sealed class WordedTexts
{
    private readonly WordSpace _space;
    private readonly int[][] _words;

    /// <param name="space">Learned; stays the caller's.</param>
    /// <param name="texts">The texts of the learning set, in its order.</param>
    public WordedTexts(WordSpace space, IReadOnlyList<string> texts) => (_space, _words) = (space, [.. texts.Select(space.List.In)]);

    /// <summary>Length of a vector.</summary>
    public int Dim => _space.Options.Dim;

    /// <summary>What the words' part of an image's vector is multiplied with where the image stands in for a query.</summary>
    public double ImageLength => _space.QueryLength;

    /// <summary>Vectors of some texts, each word left out by chance: queries hold fewer words than captions, and others.</summary>
    /// <param name="texts">Which texts.</param>
    /// <param name="dropout">Chance that a word is left out, 0..1.</param>
    /// <param name="random">Decides.</param>
    /// <returns>float32 [texts, dim].</returns>
    public FeatureMatrix Draw(IReadOnlyList<int> texts, double dropout, Random random) =>
        _space.Queries([.. texts.Select(text => _words[text].Where(_ => random.NextDouble() >= dropout).ToArray())]);
}
