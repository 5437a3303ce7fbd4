using System.Text.RegularExpressions;

namespace Eidetic.Cli.Inputs;

/// <summary>Checks the name of a device as users type it.</summary>
internal static partial class DeviceName
{
    public static string Parse(string text) => Form().IsMatch(text)
        ? text
        : throw new UsageException($"--device must be cpu, cuda or cuda:N with the number of a device, got '{text}'");

    [GeneratedRegex(@"^(cpu|cuda(:[0-9]{1,3})?)\z")]
    private static partial Regex Form();
}
