using System.Text.Json;
using Eidetic.Data;
using Eidetic.Tests.Memories;

namespace Eidetic.Tests.Serving;

[Collection(TorchTests.Name)]
public sealed class RecallTests(RunningServer server, LearnedMemory learned) : IClassFixture<RunningServer>
{
    [Fact]
    public async Task A_description_is_answered_as_the_memory_answers_it()
    {
        var expected = await learned.Memory.RecallAsync("a green square", new Eidetic.Abstractions.RecallOptions { Top = 3 });

        var answer = await server.AskAsync("/v1/recall", """{"query":"a green square","top":3}""");

        answer.GetProperty("query").GetString().Should().Be("a green square");
        answer.GetProperty("noMatch").GetBoolean().Should().BeFalse();
        answer.GetProperty("latencyMs").GetDouble().Should().BePositive();
        Keys(answer).Should().Equal(expected.Select(hit => hit.Key));
        var first = answer.GetProperty("hits")[0];
        first.GetProperty("rank").GetInt32().Should().Be(1);
        first.GetProperty("probability").GetDouble().Should().BeApproximately(expected[0].Probability, 1e-4);
        first.GetProperty("width").GetInt32().Should().BePositive();
        first.TryGetProperty("trace", out _).Should().BeFalse("nobody asked why");
    }

    [Fact]
    public async Task Explained_hits_tell_their_path_and_the_words_that_moved_them()
    {
        var answer = await server.AskAsync("/v1/recall", """{"query":"a green square","top":1,"explain":true}""");

        var hit = answer.GetProperty("hits")[0];
        hit.GetProperty("trace").GetArrayLength().Should().Be(hit.GetProperty("identifier").GetArrayLength());
        hit.GetProperty("trace")[0].GetProperty("branch").GetProperty("images").GetInt32().Should().BePositive();
        hit.GetProperty("words")[0].GetProperty("word").GetString().Should().BeOneOf("green", "square");
    }

    [Fact]
    public async Task Several_descriptions_get_an_answer_each_in_their_order()
    {
        var answer = await server.AskAsync("/v1/recall", """{"queries":["a red disc","a green square"],"top":2}""");

        answer.GetProperty("answers").EnumerateArray().Select(one => one.GetProperty("query").GetString()).Should().Equal("a red disc", "a green square");
        answer.GetProperty("answers").EnumerateArray().Should().OnlyContain(one => one.GetProperty("hits").GetArrayLength() == 2);
    }

    [Fact]
    public async Task A_picture_finds_the_image_that_it_is()
    {
        using var form = RunningServer.Form(("image", "asked.png", ImageWriter.EncodePng(Pictures.Draw("green-square"))));
        form.Add(new StringContent("""{"top":2}"""), "options");

        var answer = await RunningServer.JsonAsync(await server.Client.PostAsync("/v1/recall", form));

        Keys(answer).Should().HaveCount(2);
        Keys(answer)[0].Should().Be("green-square.png");
    }

    [Fact]
    public async Task Images_like_one_of_the_memory_leave_that_one_out()
    {
        var answer = await server.AskAsync("/v1/recall", """{"like":"red-disc.png","top":5}""");

        answer.GetProperty("like").GetString().Should().Be("red-disc.png");
        Keys(answer).Should().HaveCount(5).And.NotContain("red-disc.png").And.Contain(LearnedMemory.Twin);
        answer.GetProperty("hits").EnumerateArray().Select(hit => hit.GetProperty("rank").GetInt32()).Should().Equal(1, 2, 3, 4, 5);
    }

    [Fact]
    public async Task A_filter_narrows_what_may_be_named()
    {
        var some = await server.AskAsync("/v1/recall", """{"query":"a disc","filter":{"keyPrefix":"green-"}}""");
        var none = await server.AskAsync("/v1/recall", """{"query":"a disc","filter":{"keyPrefix":"nothing-"}}""");

        Keys(some).Should().NotBeEmpty().And.OnlyContain(key => key.StartsWith("green-"));
        none.GetProperty("hits").GetArrayLength().Should().Be(0);
        none.GetProperty("filter").GetProperty("conditions")[0].GetProperty("images").GetInt32().Should().Be(0);
    }

    [Theory]
    [InlineData("""{"query":"a disc","like":"red-disc.png"}""", "one of query, queries and like")]
    [InlineData("""{"query":"  "}""", "empty text")]
    [InlineData("""{"query":"a disc","top":5,"beams":4}""", "beams must be at least top")]
    [InlineData("""{"query":"a disc","rerank":"magic"}""", "rerank must be one of")]
    [InlineData("""{"query":"a disc","minProbability":0.5}""", "calibrated is false")]
    [InlineData("""{"query":"a disc","filter":{"after":"2025","before":"2024"}}""", "must be earlier")]
    [InlineData("""{"query":"a disc","filter":{"keys":["nobody.png"]}}""", "nobody.png")]
    [InlineData("""{"query":"a disc","colour":"red"}""", "colour")]
    public async Task What_cannot_be_asked_is_refused_in_a_sentence(string json, string told) =>
        (await RunningServer.ProblemAsync(await server.PostAsync("/v1/recall", json), 400)).Should().Contain(told);

    private static string[] Keys(JsonElement answer) => [.. answer.GetProperty("hits").EnumerateArray().Select(hit => hit.GetProperty("image").GetString()!)];
}
