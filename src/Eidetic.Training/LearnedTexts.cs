namespace Eidetic.Training;

/// <summary>Which texts say what images look like to the contrastive and the word space.</summary>
internal static class LearnedTexts
{
    private const int FewCaptioned = 1000;

    /// <summary>Captions that people wrote; pseudo-captions too when captions are rare in the whole collection, for images that have no other.</summary>
    /// <returns>Texts, in rising order.</returns>
    public static IEnumerable<int> Of(LearningSet set)
    {
        var captioned = new HashSet<int>();
        for (var text = 0; text < set.TextImages.Length; text++)
        {
            if (!set.IsPseudo[text])
            {
                captioned.Add(set.TextImages[text]);
            }
        }

        var pseudoHelps = captioned.Count < FewCaptioned && captioned.Count < set.Images;
        return Enumerable.Range(0, set.TextImages.Length).Where(text => !set.IsPseudo[text] || pseudoHelps);
    }
}
