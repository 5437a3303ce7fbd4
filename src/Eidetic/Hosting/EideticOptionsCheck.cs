using Eidetic.Abstractions;
using Microsoft.Extensions.Options;

namespace Eidetic.Hosting;

/// <summary>Looks at the options before the application starts: at the values, and whether there is a memory.</summary>
internal sealed class EideticOptionsCheck : IValidateOptions<EideticOptions>
{
    private const int MostTogether = 1024;

    public ValidateOptionsResult Validate(string? name, EideticOptions options)
    {
        var problems = new List<string>();
        if (options.MostQueriesTogether is < 1 or > MostTogether)
        {
            problems.Add(FormattableString.Invariant($"Expected MostQueriesTogether from 1 to {MostTogether}, got {options.MostQueriesTogether}."));
        }

        if (string.IsNullOrWhiteSpace(options.Memory))
        {
            problems.Add("Expected the folder of a memory in AddEidetic(options => options.Memory = \"photos.memory\"), got none.");
        }
        else if (Fault(options.Memory) is { } fault)
        {
            problems.Add(fault);
        }

        return problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
    }

    private static string? Fault(string memory)
    {
        try
        {
            MemoryGeneration.Open(memory);
            return null;
        }
        catch (MemoryException exception)
        {
            return exception.Message;
        }
    }
}
