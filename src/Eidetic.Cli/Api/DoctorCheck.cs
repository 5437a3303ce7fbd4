namespace Eidetic.Cli.Api;

/// <summary>One thing the program needs or may use.</summary>
/// <param name="Name">What it is.</param>
/// <param name="IsGood">Whether it is there and usable.</param>
/// <param name="Found">What was found.</param>
/// <param name="Remedy">How to mend it, or null where nothing is to be mended.</param>
/// <param name="IsNeeded">Whether the program cannot work without it.</param>
internal sealed record DoctorCheck(string Name, bool IsGood, string Found, string? Remedy = null, bool IsNeeded = true);
