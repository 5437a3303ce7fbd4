namespace Eidetic;

/// <summary>Size of a head that scores whole images; see <see cref="Modeling.ImageHead"/>.</summary>
/// <param name="Images">Number of images.</param>
/// <param name="Dim">Length of an image's vector.</param>
internal sealed record ImageHeadSize(int Images, int Dim);
