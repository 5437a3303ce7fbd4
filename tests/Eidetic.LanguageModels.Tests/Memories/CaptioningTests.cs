using System.Text.Json;
using Eidetic.Abstractions;
using Eidetic.Cli.Api;
using Eidetic.Modeling.Tests.LanguageModels;
using Eidetic.Tests.Cli;
using Eidetic.Tests.Memories;

namespace Eidetic.LanguageModels.Tests.Memories;

[Collection(TorchTests.Name)]
public sealed class CaptioningTests : IDisposable
{
    private const int Pictures = 4;
    private readonly TinyCollection _tiny = new();
    private readonly CaptioningOptions _options;

    public CaptioningTests()
    {
        Directory.CreateDirectory(_tiny.At("few"));
        foreach (var key in _tiny.Captions.Keys.Take(Pictures))
        {
            File.Copy(Path.Combine(_tiny.Source, key), Path.Combine(_tiny.At("few"), key));
        }

        _options = new CaptioningOptions
        {
            Source = _tiny.At("few"),
            Model = _tiny.Model(TinyTokenizers.Idefics3),
            Output = _tiny.At("captions.jsonl"),
            CaptionsPerImage = 2,
        };
    }

    [Theory]
    [InlineData(null)]
    [InlineData(3)]
    public async Task Every_image_gets_its_captions_and_the_same_ones_again(int? beams)
    {
        var report = await Captioning.RunAsync(_options with { Beams = beams }, cancellationToken: TestContext.Current.CancellationToken);
        await Captioning.RunAsync(_options with { Beams = beams, Output = _tiny.At("again.jsonl") }, cancellationToken: TestContext.Current.CancellationToken);

        report.Images.Should().Be(Pictures);
        var lines = Lines(_options.Output);
        lines.Select(line => line.GetProperty("image").GetString()).Should().BeEquivalentTo(_tiny.Captions.Keys.Take(Pictures));
        lines.Should().OnlyContain(line => line.GetProperty("model").GetString() == TinyTokenizers.Idefics3);
        lines.SelectMany(line => line.GetProperty("captions").EnumerateArray()).Should().HaveCount(report.Captions).And.OnlyContain(text => text.GetString()!.Trim().Length > 0);
        report.Captions.Should().BeInRange(Pictures + 1, 2 * Pictures);
        File.ReadAllBytes(_tiny.At("again.jsonl")).Should().Equal(File.ReadAllBytes(_options.Output));
    }

    [Fact]
    public async Task A_low_temperature_says_the_likeliest_every_time_and_a_high_one_varies()
    {
        var options = _options with { TopP = 1 };

        var cold = await Captioning.RunAsync(options with { Temperature = 1e-6 }, cancellationToken: TestContext.Current.CancellationToken);
        var hot = await Captioning.RunAsync(options with { Temperature = 5, Output = _tiny.At("hot.jsonl") }, cancellationToken: TestContext.Current.CancellationToken);

        cold.Captions.Should().Be(Pictures, "both draws of an image say the same");
        hot.Captions.Should().Be(2 * Pictures);
    }

    [Fact]
    public async Task Another_prompt_gets_another_answer()
    {
        var options = _options with { Beams = 2 };

        await Captioning.RunAsync(options, cancellationToken: TestContext.Current.CancellationToken);
        await Captioning.RunAsync(options with { Prompt = "the colours: <image>", Output = _tiny.At("asked.jsonl") }, cancellationToken: TestContext.Current.CancellationToken);

        Captions(_tiny.At("asked.jsonl")).Should().NotEqual(Captions(_options.Output));
    }

    [Fact]
    public async Task The_command_writes_what_the_library_writes()
    {
        var expected = _options with { TopP = 0.8, Temperature = 1.5, Seed = 7, Prompt = "see <image>" };
        await Captioning.RunAsync(expected, cancellationToken: TestContext.Current.CancellationToken);
        var output = _tiny.At("by-command.jsonl");

        var run = await CliRun.OfAsync(
            new EideticApi(), "caption", _options.Source, "--model", _options.Model, "--output", output, "--captions-per-image", "2",
            "--top-p", "0.8", "--temperature", "1.5", "--seed", "7", "--prompt", "see <image>");

        run.ExitCode.Should().Be(0, run.Error);
        run.Out.Should().Contain($"of {Pictures} images written; 0 had theirs, 0 were left out");
        (await File.ReadAllBytesAsync(output, TestContext.Current.CancellationToken)).Should().Equal(await File.ReadAllBytesAsync(_options.Output, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_run_that_was_stopped_goes_on_to_the_same_file_and_a_half_line_of_a_crash_is_written_anew()
    {
        await Captioning.RunAsync(_options, cancellationToken: TestContext.Current.CancellationToken);
        var whole = await File.ReadAllBytesAsync(_options.Output, TestContext.Current.CancellationToken);
        var stopped = _options with { Output = _tiny.At("stopped.jsonl") };
        using var stop = new CancellationTokenSource();

        var run = () => Captioning.RunAsync(stopped, new SynchronousProgress<CaptioningProgress>(progress => { if (progress.Done == 2) { stop.Cancel(); } }), stop.Token);
        await run.Should().ThrowAsync<OperationCanceledException>();
        Lines(stopped.Output).Should().HaveCount(2);
        await File.AppendAllTextAsync(stopped.Output, "{\"image\":\"cro", TestContext.Current.CancellationToken);
        var report = await Captioning.RunAsync(stopped, cancellationToken: TestContext.Current.CancellationToken);

        report.PassedOver.Should().Be(2);
        (await File.ReadAllBytesAsync(stopped.Output, TestContext.Current.CancellationToken)).Should().Equal(whole);
    }

    [Fact]
    public async Task What_was_written_is_memorized_after_somebody_edited_it()
    {
        await Captioning.RunAsync(_options, cancellationToken: TestContext.Current.CancellationToken);
        var first = _tiny.Captions.Keys.First();
        var lines = await File.ReadAllLinesAsync(_options.Output, TestContext.Current.CancellationToken);
        lines[Array.FindIndex(lines, line => line.Contains($"\"{first}\"", StringComparison.Ordinal))] = JsonSerializer.Serialize(new { image = first, captions = new[] { "a medal of gold" } });
        await File.WriteAllLinesAsync(_options.Output, lines, TestContext.Current.CancellationToken);

        var report = await TinyCollection.MemorizeAsync(
            new MemorizeOptions { Source = _options.Source, Memory = _tiny.At("memory"), CaptionsFrom = _options.Output, Identifiers = "numeric", Epochs = 1 });

        report.Captions.Should().Be(Lines(_options.Output).Sum(line => line.GetProperty("captions").GetArrayLength()));
        report.PseudoCaptioned.Should().Be(0);
    }

    [Fact]
    public async Task An_image_that_cannot_be_read_is_named_and_left_out()
    {
        await File.WriteAllBytesAsync(Path.Combine(_options.Source, "broken.png"), [1, 2, 3], TestContext.Current.CancellationToken);
        var problems = new List<SourceProblem>();

        var report = await Captioning.RunAsync(
            _options, new SynchronousProgress<CaptioningProgress>(progress => { if (progress.Problem is { } problem) { problems.Add(problem); } }), TestContext.Current.CancellationToken);

        report.LeftOut.Should().Be(1);
        report.Images.Should().Be(Pictures);
        problems.Should().ContainSingle().Which.Item.Should().Be("broken.png");
    }

    [Theory]
    [InlineData("my notes\n", "*found something else in line 1*")]
    [InlineData("my notes", "*found something else*")]
    [InlineData("{\"image\":\"a.png\",\"captions\":[\"x\"],\"model\":\"another\"}\n", "*found some by another*")]
    public async Task A_file_of_something_else_is_refused_and_stays_as_it_was(string text, string message)
    {
        await File.WriteAllTextAsync(_options.Output, text, TestContext.Current.CancellationToken);

        // A folder without a model: the file is looked at first.
        Directory.CreateDirectory(_tiny.At("empty"));

        var run = () => Captioning.RunAsync(_options with { Model = _tiny.At("empty") }, cancellationToken: TestContext.Current.CancellationToken);

        await run.Should().ThrowAsync<SourceException>().WithMessage(message);
        (await File.ReadAllTextAsync(_options.Output, TestContext.Current.CancellationToken)).Should().Be(text);
    }

    [Fact]
    public async Task A_folder_without_a_model_is_refused_before_anything_is_written()
    {
        Directory.CreateDirectory(_tiny.At("empty"));

        var run = () => Captioning.RunAsync(_options with { Model = _tiny.At("empty") }, cancellationToken: TestContext.Current.CancellationToken);

        await run.Should().ThrowAsync<CheckpointFormatException>().WithMessage("*found no config.json*");
        File.Exists(_options.Output).Should().BeFalse();
    }

    public void Dispose() => _tiny.Dispose();

    private static List<string> Captions(string file) =>
        [.. Lines(file).SelectMany(line => line.GetProperty("captions").EnumerateArray()).Select(caption => caption.GetString()!)];

    private static List<JsonElement> Lines(string file) => [.. File.ReadLines(file).Select(line => JsonDocument.Parse(line).RootElement)];
}
