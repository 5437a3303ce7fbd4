namespace Eidetic.Server.Jobs;

/// <summary>What a consolidation did.</summary>
/// <param name="Images">Images that the memory holds.</param>
/// <param name="Added">Those that were learned now.</param>
/// <param name="Removed">Those that went since it learned last.</param>
/// <param name="MemorizeAccuracyBefore">Share of images named from their own picture, before.</param>
/// <param name="MemorizeAccuracy">The same share after.</param>
/// <param name="ElapsedSeconds">Time it took.</param>
internal sealed record ConsolidateResult(int Images, int Added, int Removed, double MemorizeAccuracyBefore, double MemorizeAccuracy, double ElapsedSeconds);

/// <summary>What learning anew did.</summary>
/// <param name="Images">Images memorized.</param>
/// <param name="Captions">Captions learned from.</param>
/// <param name="PseudoCaptioned">Images that were given pseudo-captions.</param>
/// <param name="MemorizeAccuracy">Share of images named from their own picture.</param>
/// <param name="ElapsedSeconds">Time it took.</param>
internal sealed record MemorizeResult(int Images, int Captions, int PseudoCaptioned, double MemorizeAccuracy, double ElapsedSeconds);
