using Eidetic.Abstractions;
using Eidetic.Data;
using Eidetic.Evaluation;
using Eidetic.Modeling;
using Eidetic.Modeling.Tests.LanguageModels;
using Eidetic.Tests.Memories;

namespace Eidetic.LanguageModels.Tests.Memories;

[Collection(TorchTests.Name)]
public sealed class LanguageMemoryTests : IDisposable
{
    private readonly TinyCollection _tiny = new();

    public void Dispose() => _tiny.Dispose();

    [Theory]
    [InlineData(TinyTokenizers.Idefics3, "structured", 60)]
    [InlineData(TinyTokenizers.Idefics3, "string", 60)]
    [InlineData(TinyTokenizers.Flamingo, "structured", 75)]
    [InlineData(TinyTokenizers.Flamingo, "string", 75)]
    [InlineData(TinyTokenizers.Idefics3, "atomic", 60)]
    public async Task Every_emoji_is_recalled_from_its_picture_and_from_its_caption(string model, string scheme, int epochs)
    {
        var report = await TinyCollection.MemorizeAsync(_tiny.Options(model, scheme, "memory") with { Epochs = epochs });
        using var first = _tiny.OpenMemory("memory");
        using var second = _tiny.OpenMemory("memory");

        var options = new RecallOptions { Top = 10, Beams = 10, Explain = true };
        var fromPictures = first.Recall([.. _tiny.Captions.Keys.Select(Seen)], options, default);
        var fromCaptions = first.Recall([.. _tiny.Captions.Values.Select(RecallQuery.FromText)], options, default);
        var again = second.Recall([.. _tiny.Captions.Values.Select(RecallQuery.FromText)], options, default);

        report.MemorizeAccuracy.Should().Be(1);
        fromPictures.Select(r => r.Hits[0].Key).Should().Equal(_tiny.Captions.Keys);
        fromCaptions.Select(r => r.Hits[0].Key).Should().Equal(_tiny.Captions.Keys);
        again.SelectMany(r => r.Hits).Select(h => (h.Key, h.Score)).Should().Equal(fromCaptions.SelectMany(r => r.Hits).Select(h => (h.Key, h.Score)));
        fromCaptions.Should().OnlyContain(r => r.UnknownShare == null && r.Hits[0].Trace.Count == r.Hits[0].Identifier.Count);
    }

    [Theory]
    [InlineData("structured", "new_tokens")]
    [InlineData("atomic", "image_head.images", "image_head.weight")]
    public async Task A_memory_holds_what_was_learned_and_names_the_model_it_was_learned_over(string scheme, params string[] added)
    {
        var options = Quick(TinyTokenizers.Idefics3, scheme) with { LoraRank = 2, LoraProjections = ["q_proj", "v_proj"] };

        await TinyCollection.MemorizeAsync(options);

        using var file = SafetensorsFile.Open(MemoryGeneration.Open(options.Memory)[MemoryGeneration.ModelFile]);
        file.Names.Should().HaveCount((3 * 2 * 2) + 2).And.OnlyContain(n => n.Contains("lora_") || added.Any(n.EndsWith));
        file.Metadata["language"].Should().ContainAll(ModelFolder.Open(options.Model).Sha256, options.Model);
    }

    [Theory]
    [InlineData("structured")]
    [InlineData("atomic")]
    public async Task A_memory_over_another_model_is_refused_and_so_is_one_whose_model_is_gone(string scheme)
    {
        var options = Quick(TinyTokenizers.Flamingo, scheme);
        await TinyCollection.MemorizeAsync(options);
        var open = () => _tiny.OpenMemory("memory");

        File.AppendAllText(Path.Combine(options.Model, "tokenizer.json"), " ");
        open.Should().Throw<MemoryException>().WithMessage("*found another one*put that one back*");

        Directory.Delete(options.Model, recursive: true);
        open.Should().Throw<MemoryException>().WithMessage("*found no such folder*");
    }

    [Theory]
    [InlineData("structured")]
    [InlineData("atomic")]
    public async Task Evaluation_and_candidates_work_as_with_every_memory(string scheme)
    {
        await TinyCollection.MemorizeAsync(Quick(TinyTokenizers.Flamingo, scheme));
        using var engine = _tiny.OpenMemory("memory");
        var keys = _tiny.Captions.Keys.Take(12).ToArray();
        var queries = keys.Select(k => new EvaluationQuery(_tiny.Captions[k], k)).ToArray();

        var report = new Evaluator(engine, new EvaluateOptions { Queries = queries, Candidates = keys, Baseline = true, Beams = 12 }, null).Run(default);
        var hits = engine.Recall([RecallQuery.FromText("anything")], new RecallOptions { Top = 20, Beams = 20, Candidates = keys }, default)[0].Hits;

        report.Candidates.Should().Be(12);
        report.Baseline.Should().NotBeNull();
        hits.Select(h => h.Key).Should().BeEquivalentTo(keys);
    }

    [Theory]
    [InlineData("structured")]
    [InlineData("atomic")]
    public async Task A_run_that_was_stopped_is_resumed_to_the_same_bytes(string scheme)
    {
        var whole = Quick(TinyTokenizers.Idefics3, scheme);
        var stopped = whole with { Memory = _tiny.At("stopped") };
        using var stop = new CancellationTokenSource();
        var progress = new SynchronousProgress<MemorizeProgress>(p => { if (p is { Phase: MemorizePhase.Learning, Fraction: >= 0.5 }) { stop.Cancel(); } });

        await TinyCollection.MemorizeAsync(whole);
        var interrupt = () => TinyCollection.MemorizeAsync(stopped, progress, stop.Token);
        await interrupt.Should().ThrowAsync<OperationCanceledException>();
        var other = () => TinyCollection.MemorizeAsync(stopped with { Resume = true, LoraRank = 4 });
        await other.Should().ThrowAsync<MemoryException>();
        await TinyCollection.MemorizeAsync(stopped with { Resume = true });

        MemoryGeneration.Open(stopped.Memory).Manifest.Files.Should().BeEquivalentTo(MemoryGeneration.Open(whole.Memory).Manifest.Files);
    }

    private MemorizeOptions Quick(string model, string scheme) => _tiny.Options(model, scheme, "memory") with { Epochs = 4 };

    private RecallQuery Seen(string key) => new() { Image = new ImageDecoder().Decode(File.ReadAllBytes(Path.Combine(_tiny.Source, key)), key) };
}
