namespace Eidetic.Cli;

/// <summary>How the program ends, as documented to users.</summary>
internal static class ExitCodes
{
    public const int Done = 0;
    public const int Failed = 1;
    public const int WrongUsage = 2;
    public const int BadData = 3;
    public const int Interrupted = 130;
}
