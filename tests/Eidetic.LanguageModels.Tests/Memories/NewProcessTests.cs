using System.Diagnostics;
using Eidetic.Cli.Api;
using Eidetic.Modeling.Tests.LanguageModels;
using Eidetic.Tests.Cli;
using Eidetic.Tests.Memories;

namespace Eidetic.LanguageModels.Tests.Memories;

/// <summary>A memory that was saved here is asked by the program itself, in a process of its own.</summary>
[Collection(TorchTests.Name)]
public sealed class NewProcessTests : IDisposable
{
    private readonly TinyCollection _tiny = new();

    public void Dispose() => _tiny.Dispose();

    [Theory]
    [InlineData(TinyTokenizers.Idefics3, "structured")]
    [InlineData(TinyTokenizers.Flamingo, "string")]
    public async Task A_new_process_answers_with_the_same_bytes(string model, string scheme)
    {
        await TinyCollection.MemorizeAsync(_tiny.Options(model, scheme, "memory") with { Epochs = 8 });
        await File.WriteAllLinesAsync(_tiny.At("queries.txt"), _tiny.Captions.Values, TestContext.Current.CancellationToken);
        string[] arguments = ["recall", "--queries", _tiny.At("queries.txt"), "--memory", _tiny.At("memory"), "--json"];

        var here = await CliRun.OfAsync(new EideticApi(), arguments);
        var (exitCode, there) = await RunAsync(arguments);

        here.ExitCode.Should().Be(0, here.Error);
        exitCode.Should().Be(0);
        here.Out.Should().Contain("probability");
        there.Should().Be(here.Out);
    }

    private static async Task<(int ExitCode, string Output)> RunAsync(string[] arguments)
    {
        var start = new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet", ["exec", Path.Combine(AppContext.BaseDirectory, "Eidetic.Cli.dll"), .. arguments])
        {
            RedirectStandardOutput = true,
        };
        start.Environment["OMP_NUM_THREADS"] = "1"; // as the tests compute: sums over more threads round otherwise
        using var process = Process.Start(start)!;
        var output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (process.ExitCode, output);
    }
}
