using Eidetic.Cli.Api;

namespace Eidetic.Tests.Cli;

public sealed class UsageTests
{
    [Theory]
    [InlineData("", "a command is expected: demo, memorize, add, remove, consolidate, recall, evaluate, info, serve, keys, mcp, caption, models, doctor; 'eidetic --help' tells about them")]
    [InlineData("remember", "there is no command 'remember': expected demo, memorize, add, remove, consolidate, recall, evaluate, info, serve, keys, mcp, caption, models, doctor")]
    [InlineData("insert photos --memory m", "there is no command 'insert': expected demo, memorize, add, remove, consolidate, recall, evaluate, info, serve, keys, mcp, caption, models, doctor")]
    [InlineData("recall cat --memory m --tpo 3", "there is no option '--tpo': 'eidetic recall --help' lists the options")]
    [InlineData("recall --tpo 3 --memory m", "there is no option '--tpo': 'eidetic recall --help' lists the options")]
    [InlineData("recall two dogs --memory m", "'dogs' is not expected here: put a text of several words in quotation marks, or see 'eidetic recall --help'")]
    [InlineData("recall cat", "'recall' needs --memory DIR: the memory to ask")]
    [InlineData("recall cat --memory", "--memory needs a value: --memory DIR")]
    [InlineData("recall cat --memory a --memory b", "--memory is given more than once: give it once")]
    [InlineData("recall cat --memory m --beams 0", "--beams must be at least 1, got 0")]
    [InlineData("recall cat --memory m --top -3", "--top must be at least 1, got -3")]
    [InlineData("recall cat --memory m --top many", "--top must be a whole number, got 'many'")]
    [InlineData("recall cat --memory m --top 99999999999", "--top must be a whole number, got '99999999999'")]
    [InlineData("recall cat --memory m --top 30 --beams 20", "--beams must be at least --top, got --beams 20 and --top 30")]
    [InlineData("recall cat --memory m --min-probability 1.5", "--min-probability must be a number from 0 to 1, got '1.5'")]
    [InlineData("recall cat --memory m --min-probability -0.1", "--min-probability must be a number from 0 to 1, got '-0.1'")]
    [InlineData("recall cat --memory m --min-probability likely", "--min-probability must be a number from 0 to 1, got 'likely'")]
    [InlineData("recall cat --memory m --min-probability 0.5 --beams 5", "--beams must be at least 10 with --min-probability, got 5")]
    [InlineData("recall --image p.png --memory m --min-probability 0.5", "--min-probability judges descriptions in words, got --image too: leave one of the two out")]
    [InlineData("recall --memory m", "nothing is asked: give a QUERY, --image FILE or --queries FILE")]
    [InlineData("recall cat --queries q.txt --memory m", "--queries cannot be combined with a QUERY or --image: ask one way")]
    [InlineData("memorize --memory m", "'memorize' needs SOURCE: a folder, emoji (shipped), flickr:DIR, karpathy:FILE[:IMAGES], coco:ANNOTATIONS:IMAGES, jsonl:FILE or csv:FILE")]
    [InlineData("memorize . --memory m --epochs 0", "--epochs must be at least 1, got 0")]
    [InlineData("memorize . --memory m --seed one", "--seed must be a whole number, got 'one'")]
    [InlineData("memorize . --memory m --time-budget 20m", "--time-budget must look like HH:MM:SS, as 00:20:00 for twenty minutes, got '20m'")]
    [InlineData("memorize . --memory m --time-budget 00:99:00", "--time-budget must look like HH:MM:SS, as 00:20:00 for twenty minutes, got '00:99:00'")]
    [InlineData("memorize . --memory m --time-budget 00:00:00", "--time-budget must be longer than nothing, got '00:00:00'")]
    [InlineData("memorize . --memory m --device gpu", "--device must be cpu, cuda or cuda:N with the number of a device, got 'gpu'")]
    [InlineData("memorize . --memory m --device cuda:", "--device must be cpu, cuda or cuda:N with the number of a device, got 'cuda:'")]
    [InlineData("memorize . --memory m --identifiers words", "--identifiers must be one of residual, string, numeric, semantic, structured, atomic, got 'words'")]
    [InlineData("memorize . --memory m --model no-such-folder", "--model must be compact or the folder of a checkpoint, got 'no-such-folder'")]
    [InlineData("memorize . --memory m --model . --lora 0", "--lora must be at least 1, got 0")]
    [InlineData("memorize . --memory m --model . --lora 8 --lora-alpha 0", "--lora-alpha must be a number above 0, got '0'")]
    [InlineData("memorize . --memory m --codebooks 512", "--codebooks must be at least two numbers above 0, the coarse codes first, as 1024,256,512; got '512'")]
    [InlineData("memorize . --memory m --codebooks 512,many", "--codebooks must be at least two numbers above 0, the coarse codes first, as 1024,256,512; got '512,many'")]
    [InlineData("memorize . --memory m --codebook-contrast 2", "--codebook-contrast must be a number from 0 to 1, got '2'")]
    [InlineData("memorize . --memory m --temperature 0", "--temperature must be a number from 0.01 to 1, got '0'")]
    [InlineData("memorize . --memory m --target-temperature 11", "--target-temperature must be a number from 0.1 to 10, got '11'")]
    [InlineData("memorize . --memory m --hard-negatives -1", "--hard-negatives must be at least 0, got -1")]
    [InlineData("memorize . --memory m --branch-negatives few", "--branch-negatives must be a whole number, got 'few'")]
    [InlineData("memorize . --memory m --rank-share 1", "--rank-share must be a number from 0 to 0.9, got '1'")]
    [InlineData("memorize . --memory m --r-drop -1", "--r-drop must be a number from 0 to 100, got '-1'")]
    [InlineData("evaluate --memory m", "'evaluate' needs --queries FILE: JSON lines {\"query\": \"…\", \"image\": \"key\"}")]
    [InlineData("info", "'info' needs --memory DIR: the memory to look at")]
    [InlineData("caption emoji --output c.jsonl", "'caption' needs --model FOLDER: the folder of a published model, see 'eidetic models list'")]
    [InlineData("caption emoji --model . --output c.txt", "--output must end with .jsonl, as --captions-from expects it, got 'c.txt'")]
    [InlineData("caption emoji --model . --output c.jsonl --beams 4 --top-p 0.9", "--beams cannot be combined with --top-p or --temperature: write the likeliest captions or draw them")]
    [InlineData("caption emoji --model . --output c.jsonl --beams 2 --captions-per-image 3", "--beams must be at least --captions-per-image, got --beams 2 and --captions-per-image 3")]
    [InlineData("caption emoji --model . --output c.jsonl --top-p 1.5", "--top-p must be a number above 0 and up to 1, got '1.5'")]
    [InlineData("caption emoji --model . --output c.jsonl --temperature hot", "--temperature must be a number above 0, got 'hot'")]
    [InlineData("models", "'models' needs to know what to do: list, inspect, pull; 'eidetic models --help' tells about them")]
    [InlineData("models fetch", "there is no command 'fetch': expected list, inspect, pull")]
    [InlineData("models pull clip-b32 --to x", "there is no option '--to': 'eidetic models pull --help' lists the options")]
    [InlineData("models inspect", "'inspect' needs FOLDER: the folder of a model, whole or not")]
    [InlineData("models pull clip-b32 --mirror here", "--mirror must be an address that begins with https://, got 'here'")]
    [InlineData("demo --images 0", "--images must be at least 1, got 0")]
    [InlineData("demo --gallery", "there is no option '--gallery': 'eidetic demo --help' lists the options")]
    public async Task Wrong_usage_is_one_sentence_and_ends_with_2(string arguments, string sentence)
    {
        var api = new FakeApi();

        var run = await CliRun.OfAsync(api, arguments.Split(' ', StringSplitOptions.RemoveEmptyEntries));

        run.Should().Be(new CliRun(2, "", $"error: {sentence}{Environment.NewLine}"));
        api.Memorized.Should().BeNull();
        api.Opened.Should().BeNull();
        api.Pulled.Should().BeNull();
        api.Captioned.Should().BeNull();
    }

    // What the library refuses is not looked at twice.
    [Theory]
    [InlineData("memorize . --memory no-such-memory --lora 8", "--recipe and --lora are for a published model: name its folder with --model.")]
    [InlineData("memorize . --memory no-such-memory --model . --eyes nowhere", "--eyes must be the folder of a published CLIP or SigLIP, got 'nowhere'.")]
    [InlineData("memorize . --memory no-such-memory --eyes no-such-folder", "--eyes must be the folder of a published CLIP or SigLIP, got 'no-such-folder'.")]
    [InlineData("memorize . --memory no-such-memory --epochs 2 --time-budget 00:01:00", "--epochs and --time-budget contradict each other: give one of them.")]
    public async Task Options_that_the_library_refuses_are_wrong_usage(string arguments, string sentence)
    {
        var run = await CliRun.OfAsync(new EideticApi(), arguments.Split(' '));

        run.Should().Be(new CliRun(2, "", $"error: {sentence}{Environment.NewLine}"));
        Directory.Exists("no-such-memory").Should().BeFalse();
    }

    [Theory]
    [InlineData("recall", "", "the QUERY is empty: describe the image in a few words")]
    [InlineData("recall", " \t", "the QUERY is empty: describe the image in a few words")]
    [InlineData("memorize", " ", "SOURCE is empty: name a folder, emoji, flickr:DIR, karpathy:FILE[:IMAGES], coco:ANNOTATIONS:IMAGES, jsonl:FILE or csv:FILE")]
    public async Task An_empty_argument_is_wrong_usage(string command, string argument, string sentence)
    {
        var run = await CliRun.OfAsync(new FakeApi(), command, argument, "--memory", ".");

        run.Should().Be(new CliRun(2, "", $"error: {sentence}{Environment.NewLine}"));
    }

    [Fact]
    public async Task An_empty_memory_name_is_wrong_usage()
    {
        var run = await CliRun.OfAsync(new FakeApi(), "info", "--memory", "");

        run.Should().Be(new CliRun(2, "", $"error: --memory must name a folder, got an empty text{Environment.NewLine}"));
    }

    [Fact]
    public async Task Help_lists_the_commands_and_nothing_that_is_not_there()
    {
        var run = await CliRun.OfAsync(new FakeApi(), "--help");

        run.ExitCode.Should().Be(0);
        run.Error.Should().BeEmpty();
        run.Out.Should().ContainAll("demo", "memorize", "add", "remove", "consolidate", "recall", "evaluate", "info", "serve", "keys", "mcp", "caption", "models", "doctor");
        run.Out.Should().NotContainAny("describe KEY", "verify", "export");
    }

    [Theory]
    [InlineData("memorize")]
    [InlineData("recall")]
    [InlineData("evaluate")]
    public async Task Help_of_a_command_does_not_ask_for_what_the_command_needs(string command)
    {
        var run = await CliRun.OfAsync(new FakeApi(), command, "--help");

        run.ExitCode.Should().Be(0);
        run.Error.Should().BeEmpty();
        run.Out.Should().Contain("--memory <DIR>");
    }
}
