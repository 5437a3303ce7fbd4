namespace Eidetic.Cli.Json;

/// <summary>What <c>add --json</c> prints.</summary>
/// <param name="Added">Keys of the images that came.</param>
/// <param name="AlreadyThere">Images whose keys the memory held.</param>
/// <param name="PseudoCaptioned">Images that were given pseudo-captions.</param>
/// <param name="Skipped">Files that could not be read.</param>
/// <param name="Problems">What was skipped or mended.</param>
/// <param name="Images">Images that the memory holds now.</param>
/// <param name="EncodingSeconds">Time that reading and looking at the pictures took.</param>
/// <param name="Seconds">Time the whole took.</param>
internal sealed record AddLine(
    IReadOnlyList<string> Added, int AlreadyThere, int PseudoCaptioned, int Skipped, IReadOnlyList<ProblemEntry> Problems, int Images,
    double EncodingSeconds, double Seconds);
