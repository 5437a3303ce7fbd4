using Eidetic.Abstractions;
using Eidetic.Identifiers;
using Eidetic.Retrieval;

namespace Eidetic;

/// <summary>Looks which images greedy generation names from their own picture, within the trie.</summary>
internal static class MemorizedImageCheck
{
    /// <summary>Names every image.</summary>
    /// <param name="score">Starts the decoding of some pictures, given the first image and their number.</param>
    /// <param name="book">The identifiers.</param>
    /// <param name="isSame">Whether two images have the very same bytes: either will do.</param>
    /// <param name="report">Receives the share that is done.</param>
    /// <param name="cancellationToken">Stops between steps.</param>
    /// <returns>For each image whether it is named.</returns>
    public static bool[] Run(
        Func<int, int, INextTokenScorer> score, IdentifierBook book, Func<int, int, bool> isSame, Action<double> report, CancellationToken cancellationToken)
    {
        var isNamed = new bool[book.Keys.Count];
        foreach (var (start, answers) in Batches.Decode(isNamed.Length, score, book, new BeamSearchOptions { Beams = 1, Top = 1 }, cancellationToken))
        {
            for (var i = 0; i < answers.Count; i++)
            {
                isNamed[start + i] = isSame(answers[i][0].Image, start + i);
            }

            report((start + answers.Count) / (double)isNamed.Length);
        }

        return isNamed;
    }
}
