using ConsoleSample;
using Eidetic.Tests.Memories;

namespace Eidetic.Tests.Samples;

[Collection(TorchTests.Name)]
public sealed class ConsoleSampleTests(LearnedMemory learned)
{
    [Fact]
    public async Task It_memorizes_once_and_answers_until_an_empty_line()
    {
        var options = learned.Small("console-sample.memory");

        var first = await TalkAsync("a green square\n\nnever asked\n", options);
        var second = await TalkAsync("a red disc\n", options);

        first.Should().ContainAll("Encoding", "Learning", "Learning, 50 %", "6 images memorized in", "holds 6 images", "%  ", Path.Combine(options.Source, "green-square.png"));
        first.Split("> ").Should().HaveCount(3, "one question was answered");
        second.Should().Contain("holds 6 images").And.NotContain("memorized");
    }

    [Fact]
    public async Task A_first_run_that_was_stopped_is_begun_again_by_the_next()
    {
        var options = learned.Small("console-stopped.memory");
        await LearnedMemory.StopAsync(options, MemorizePhase.Learning);

        var next = await TalkAsync("a green square\n\n", options);

        next.Should().ContainAll("6 images memorized in", "holds 6 images");
    }

    [Fact]
    public async Task It_says_when_nothing_matches()
    {
        await using var memory = new EmptyHandedMemory();
        using var output = new StringWriter();

        await new Conversation(new StringReader("a zebra"), output).AnswerAsync(memory, leastMatch: 0.5);

        output.ToString().Should().Contain("Nothing here matches; the closest is closest.png.");
        memory.Asked.Should().ContainSingle().Which!.MinProbability.Should().Be(0.5);
    }

    private static async Task<string> TalkAsync(string typed, MemorizeOptions options)
    {
        using var output = new StringWriter();
        await new Conversation(new StringReader(typed), TextWriter.Synchronized(output)).RunAsync(options);
        return output.ToString();
    }
}
