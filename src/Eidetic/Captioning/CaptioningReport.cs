namespace Eidetic;

/// <summary>What captioning came to.</summary>
/// <param name="Images">Images captioned by this run.</param>
/// <param name="Captions">Captions written by this run.</param>
/// <param name="PassedOver">Images that the file had captions of before.</param>
/// <param name="LeftOut">Images that cannot be read, or of which the model said nothing.</param>
public sealed record CaptioningReport(int Images, int Captions, int PassedOver, int LeftOut);
