using ConsoleSample;
using Eidetic;
using Eidetic.Abstractions;

// A folder of pictures, or the emoji that ship where none is named. What is learned stays in a folder beside, for the next time.
var source = args is [var folder, ..] ? Path.TrimEndingDirectorySeparator(folder) : "emoji";
var options = new MemorizeOptions { Source = source, Memory = $"{Path.GetFileName(source)}.memory", TimeBudget = TimeSpan.FromMinutes(2) };

using var stop = new CancellationTokenSource();
Console.CancelKeyPress += (_, pressed) =>
{
    pressed.Cancel = true;
    stop.Cancel();
};

try
{
    await new Conversation(Console.In, Console.Out).RunAsync(options, stop.Token);
    return 0;
}
catch (OperationCanceledException)
{
    return 130;
}
catch (EideticException exception)
{
    // One sentence for a person: what was expected, what was found, and what to do.
    await Console.Error.WriteLineAsync(exception.Message);
    return 1;
}
