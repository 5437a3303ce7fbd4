namespace Eidetic.Cli.Json;

/// <summary>What <c>consolidate --json</c> prints.</summary>
/// <param name="Images">Images that the memory holds.</param>
/// <param name="Added">Images learned for the first time.</param>
/// <param name="Removed">Images that went since it learned last.</param>
/// <param name="MemorizeAccuracyBefore">Share of images named from their own picture, before.</param>
/// <param name="MemorizeAccuracy">The same share after.</param>
/// <param name="AddedAccuracyBefore">The share among added images before; null where none was added.</param>
/// <param name="AddedAccuracy">The same share after.</param>
/// <param name="Seconds">Time it took.</param>
internal sealed record ConsolidateLine(
    int Images, int Added, int Removed, double MemorizeAccuracyBefore, double MemorizeAccuracy, double? AddedAccuracyBefore, double? AddedAccuracy, double Seconds);
