namespace Eidetic.Cli.Rendering;

/// <summary>What people read for the phases of a memorizing run.</summary>
internal static class PhaseNames
{
    public static string Of(MemorizePhase phase) => phase switch
    {
        MemorizePhase.Reading => "reading the collection",
        MemorizePhase.Encoding => "looking at the images",
        MemorizePhase.Captioning => "captioning",
        MemorizePhase.SharedSpace => "learning the shared space",
        MemorizePhase.Words => "learning the words",
        MemorizePhase.Identifiers => "naming the images",
        MemorizePhase.Learning => "learning the identifiers",
        MemorizePhase.Measuring => "measuring",
        MemorizePhase.Calibrating => "calibrating",
        MemorizePhase.Saving => "saving",
        _ => throw new ArgumentOutOfRangeException(nameof(phase), phase, $"Expected a phase of memorizing, got {phase}."),
    };
}
