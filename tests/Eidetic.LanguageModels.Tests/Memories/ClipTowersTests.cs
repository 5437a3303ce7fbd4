using Eidetic.Abstractions;
using Eidetic.Data;
using Eidetic.Evaluation;
using Eidetic.Modeling.Tests.LanguageModels;
using Eidetic.Modeling;
using Eidetic.Tests.Memories;

namespace Eidetic.LanguageModels.Tests.Memories;

[Collection(TorchTests.Name)]
public sealed class ClipTowersTests : IDisposable
{
    private readonly TinyCollection _tiny = new();
    private readonly string _clip;

    public ClipTowersTests() => _clip = _tiny.ClipFolder();

    public void Dispose() => _tiny.Dispose();

    // From captions nothing can be expected to be found: the tiny CLIP is random, and what it hears leads nowhere.
    [Fact]
    public async Task A_memory_with_a_clips_eyes_and_ears_recalls_every_picture_and_its_baseline_is_that_clip()
    {
        var report = await MemorizeAsync(Options("memory") with { Epochs = 100 });
        using var first = Open("memory");
        using var second = Open("memory");
        var captions = _tiny.Captions.Values.Select(RecallQuery.FromText).ToArray();

        var fromPictures = first.Recall([.. _tiny.Captions.Keys.Select(Seen)], new RecallOptions(), default);
        var fromCaptions = first.Recall(captions, new RecallOptions(), default);
        var again = second.Recall(captions, new RecallOptions(), default);
        var measured = new Evaluator(first, new EvaluateOptions { Queries = [.. _tiny.Captions.Select(c => new EvaluationQuery(c.Value, c.Key))], Baseline = true }, null).Run(default);

        report.MemorizeAccuracy.Should().Be(1);
        fromPictures.Select(r => r.Hits[0].Key).Should().Equal(_tiny.Captions.Keys);
        again.SelectMany(r => r.Hits).Select(h => (h.Key, h.Score)).Should().Equal(fromCaptions.SelectMany(r => r.Hits).Select(h => (h.Key, h.Score)));
        measured.Baseline.Should().NotBeNull();
        Baseline(first).Should().BeLessThan(5e-3f, "stored vectors have 8 bits a number");
    }

    [Fact]
    public async Task A_memory_whose_clip_changed_or_is_gone_is_refused()
    {
        await MemorizeAsync(Options("memory") with { Epochs = 2 });

        File.AppendAllText(Path.Combine(_clip, "config.json"), " ");
        FluentActions.Invoking(() => Open("memory")).Should().Throw<MemoryException>("before it is asked anything")
            .WithMessage("*another model than*holds now*put that one back*");

        Directory.Delete(_clip, recursive: true);
        FluentActions.Invoking(() => Open("memory")).Should().Throw<MemoryException>().WithMessage("*found no such folder*");
    }

    [Fact]
    public async Task Eyes_alone_learn_a_shared_space_with_the_ears_that_ship_and_pictures_without_captions_are_described()
    {
        File.Delete(Path.Combine(_tiny.Source, "captions.jsonl"));

        var report = await MemorizeAsync(Options("memory") with { Ears = null, Epochs = 2 });
        using var memory = Open("memory");

        report.PseudoCaptioned.Should().Be(TinyCollection.Count);
        memory.Generation.Manifest.Encoders.Keys.Should().BeEquivalentTo("clip-eyes", "use");
        memory.Recall([RecallQuery.FromText("a face")], new RecallOptions(), default)[0].Hits.Should().HaveCount(10);
    }

    [Fact]
    public async Task Eyes_of_no_folder_are_refused()
    {
        var missing = () => MemorizeAsync(Options("memory") with { Eyes = _tiny.At("nowhere") });

        await missing.Should().ThrowAsync<ArgumentException>().WithMessage("--eyes must be the folder of a published CLIP*nowhere*");
    }

    private static Task<MemorizeReport> MemorizeAsync(MemorizeOptions options) =>
        new Memorizer(options, null, TimeProvider.System) { SharedSpaceSteps = 20, ClipTokens = ToyClipTokens.Of }.RunAsync(default);

    // How far the dual encoder's cosines are from those of the CLIP itself.
    private float Baseline(RecallEngine engine)
    {
        var (eyes, ears) = PublishedEncoders.Open(_clip, ToyClipTokens.Of);
        using var first = eyes;
        using var second = ears;
        var seen = eyes.Encode([.. _tiny.Captions.Keys.Select(key => ImageResizer.Fit(Seen(key).Image!, eyes.Preprocessing))]);
        var heard = ears.Encode([.. _tiny.Captions.Values]);
        var (images, texts) = (ImageVectors.Load(engine.Generation[MemoryGeneration.VectorsFile]).ToSharedMatrix(), engine.Model.TextVectors([.. _tiny.Captions.Values]));
        return images.Values.Zip(seen.Values).Concat(texts.Values.Zip(heard.Values)).Max(pair => Math.Abs(pair.First - pair.Second));
    }

    private MemorizeOptions Options(string memory) => new() { Source = _tiny.Source, Memory = _tiny.At(memory), Eyes = _clip, Ears = _clip };

    private RecallEngine Open(string memory) => RecallEngine.Open(MemoryGeneration.Open(_tiny.At(memory)), ToyClipTokens.Of);

    private RecallQuery Seen(string key) => new() { Image = new ImageDecoder().Decode(File.ReadAllBytes(Path.Combine(_tiny.Source, key)), key) };
}
