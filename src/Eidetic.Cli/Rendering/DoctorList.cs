using Eidetic.Cli.Api;
using Spectre.Console;

namespace Eidetic.Cli.Rendering;

/// <summary>Prints what was found on this machine and how to mend what is missing.</summary>
internal static class DoctorList
{
    public static void Write(IAnsiConsole console, IReadOnlyList<DoctorCheck> checks)
    {
        var list = new FactList();
        foreach (var check in checks)
            list.AddCheck(check.Name, check.IsGood, check.Found, check.Remedy, check.IsNeeded);

        list.Write(console);
        var missing = checks.Count(check => !check.IsGood && check.IsNeeded);
        console.WriteLine(missing == 0
            ? "Everything that is needed is here."
            : $"{Display.Count(missing, "thing")} must be mended before Eidetic can work here.");
    }
}
