using Eidetic;
using Eidetic.Abstractions;

namespace ConsoleSample;

/// <summary>Memorizes once, then answers until an empty line.</summary>
internal sealed class Conversation(TextReader input, TextWriter output)
{
    /// <summary>How likely the memory must hold a match for its hits to be shown.</summary>
    private const double LeastMatch = 0.5;

    public async Task RunAsync(MemorizeOptions options, CancellationToken cancellationToken = default)
    {
        if (!ImageMemory.Exists(options.Memory))
        {
            var report = await ImageMemory.MemorizeAsync(options, new PhaseProgress(output), cancellationToken);
            await output.WriteLineAsync($"{report.Images} images memorized in {report.Elapsed.TotalSeconds:F0} s; {report.Skipped} files could not be read.");
        }

        await using var memory = await ImageMemory.OpenAsync(options.Memory, cancellationToken);
        await output.WriteLineAsync($"{options.Memory} holds {memory.Count} images. Describe one in English; an empty line ends.");

        // A memory learned from too few captions cannot tell whether anything matches.
        await AnswerAsync(memory, memory.Info.IsCalibrated ? LeastMatch : null, cancellationToken);
    }

    /// <summary>Answers every line of the input.</summary>
    /// <param name="memory">Who is asked.</param>
    /// <param name="leastMatch">The least probability of a match, 0..1, or null to show the best images whatever it is.</param>
    /// <param name="cancellationToken">Stops between decoding steps.</param>
    public async Task AnswerAsync(IImageMemory memory, double? leastMatch, CancellationToken cancellationToken = default)
    {
        var options = new RecallOptions { Top = 5, MinProbability = leastMatch };
        await output.WriteAsync("> ");
        while (await input.ReadLineAsync(cancellationToken) is { } question && !string.IsNullOrWhiteSpace(question))
        {
            var results = await memory.RecallAsync([RecallQuery.FromText(question)], options, cancellationToken);
            await ShowAsync(results[0]);
            await output.WriteAsync("> ");
        }

        await output.WriteLineAsync();
    }

    private async Task ShowAsync(RecallResult result)
    {
        if (result.NoMatch)
        {
            await output.WriteLineAsync($"Nothing here matches; the closest is {result.Closest?.Key}.");
        }

        foreach (var hit in result.Hits)
        {
            await output.WriteLineAsync($"{hit.Confidence ?? hit.Probability,6:P0}  {hit.Path ?? hit.Key}");
        }
    }
}
