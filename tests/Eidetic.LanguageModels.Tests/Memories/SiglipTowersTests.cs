using Eidetic.Abstractions;
using Eidetic.Data;
using Eidetic.Evaluation;
using Eidetic.Modeling;
using Eidetic.Tests.Memories;

namespace Eidetic.LanguageModels.Tests.Memories;

/// <summary>Memories whose eyes or ears are a tiny random SigLIP's, or a CLIP's under OpenAI's names.</summary>
[Collection(TorchTests.Name)]
public sealed class SiglipTowersTests : IDisposable
{
    private readonly TinyCollection _tiny = new();

    public SiglipTowersTests()
    {
        TinyCollection.CopyFixture("siglip-whole-tiny", Siglip, "config.json", "model.safetensors", "preprocessor_config.json", "tokenizer.json", "tokenizer_config.json");
        TinyCollection.CopyFixture("clip-tiny", Clip, "model.safetensors");
    }

    private string Siglip => _tiny.At("siglip");

    private string Clip => _tiny.At("clip");

    public void Dispose() => _tiny.Dispose();

    // From captions nothing can be expected to be found: the tiny SigLIP is random, and what it hears leads nowhere.
    [Fact]
    public async Task A_memory_with_a_siglips_eyes_and_ears_recalls_every_picture_and_its_baseline_is_that_siglip()
    {
        var report = await MemorizeAsync(Siglip, Siglip, epochs: 100);
        using var memory = Open();
        using var again = Open();
        var captions = _tiny.Captions.Values.Select(RecallQuery.FromText).ToArray();

        var fromPictures = memory.Recall([.. _tiny.Captions.Keys.Select(Seen)], new RecallOptions(), default);
        var fromCaptions = memory.Recall(captions, new RecallOptions(), default);
        var measured = new Evaluator(memory, new EvaluateOptions { Queries = [.. _tiny.Captions.Select(c => new EvaluationQuery(c.Value, c.Key))], Baseline = true }, null).Run(default);

        report.MemorizeAccuracy.Should().Be(1);
        memory.Generation.Manifest.Encoders.Keys.Should().BeEquivalentTo("siglip-eyes", "siglip-ears");
        fromPictures.Select(r => r.Hits[0].Key).Should().Equal(_tiny.Captions.Keys);
        again.Recall(captions, new RecallOptions(), default).SelectMany(r => r.Hits).Select(h => (h.Key, h.Score))
            .Should().Equal(fromCaptions.SelectMany(r => r.Hits).Select(h => (h.Key, h.Score)));
        measured.Baseline.Should().NotBeNull();
        BaselineDifference(memory).Should().BeLessThan(5e-3f, "stored vectors have 8 bits a number");
    }

    [Fact]
    public async Task A_memory_whose_siglip_changed_is_refused()
    {
        await MemorizeAsync(Siglip, Siglip, epochs: 2);
        var weights = Path.Combine(Siglip, "model.safetensors");
        var bytes = await File.ReadAllBytesAsync(weights, TestContext.Current.CancellationToken);

        bytes[^1] ^= 1;
        await File.WriteAllBytesAsync(weights, bytes, TestContext.Current.CancellationToken);

        FluentActions.Invoking(Open).Should().Throw<MemoryException>("before it is asked anything").WithMessage("*another model than*holds now*put that one back*");
    }

    [Fact]
    public async Task Ears_alone_learn_a_shared_space_with_the_eyes_that_ship_and_a_changed_vocabulary_is_refused()
    {
        await MemorizeAsync(eyes: null, Siglip, epochs: 2);
        using (var memory = Open())
        {
            memory.Generation.Manifest.Encoders.Keys.Should().BeEquivalentTo("mobilenet", "siglip-ears");
            memory.Recall([RecallQuery.FromText("a face")], new RecallOptions(), default)[0].Hits.Should().HaveCount(10);
        }

        await File.AppendAllTextAsync(Path.Combine(Siglip, "tokenizer.json"), " ", TestContext.Current.CancellationToken);

        FluentActions.Invoking(Open).Should().Throw<MemoryException>().WithMessage("*another model than*");
    }

    [Fact]
    public async Task Eyes_of_a_clip_in_OpenAIs_layout_learn_a_shared_space_with_the_ears_of_a_siglip()
    {
        await MemorizeAsync(Clip, Siglip, epochs: 2);
        using var memory = Open();

        memory.Generation.Manifest.Encoders.Keys.Should().BeEquivalentTo("clip-eyes", "siglip-ears");
        memory.Recall([Seen(_tiny.Captions.Keys.First())], new RecallOptions(), default)[0].Hits.Should().HaveCount(10);
        memory.Recall([RecallQuery.FromText("a face")], new RecallOptions(), default)[0].Hits.Should().HaveCount(10);
    }

    private Task<MemorizeReport> MemorizeAsync(string? eyes, string? ears, int epochs) => new Memorizer(
        new MemorizeOptions { Source = _tiny.Source, Memory = _tiny.At("memory"), Eyes = eyes, Ears = ears, Epochs = epochs }, null, TimeProvider.System)
    { SharedSpaceSteps = 20 }
        .RunAsync(TestContext.Current.CancellationToken);

    // How far the dual encoder's vectors are from those of the SigLIP itself.
    private float BaselineDifference(RecallEngine engine)
    {
        var (eyes, ears) = PublishedEncoders.Open(Siglip);
        using var first = eyes;
        using var second = ears;
        var seen = eyes.Encode([.. _tiny.Captions.Keys.Select(key => ImageResizer.Fit(Seen(key).Image!, eyes.Preprocessing))]);
        var heard = ears.Encode([.. _tiny.Captions.Values]);
        var (images, texts) = (ImageVectors.Load(engine.Generation[MemoryGeneration.VectorsFile]).ToSharedMatrix(), engine.Model.TextVectors([.. _tiny.Captions.Values]));
        return images.Values.Zip(seen.Values).Concat(texts.Values.Zip(heard.Values)).Max(pair => Math.Abs(pair.First - pair.Second));
    }

    private RecallEngine Open() => RecallEngine.Open(MemoryGeneration.Open(_tiny.At("memory")));

    private RecallQuery Seen(string key) => new() { Image = new ImageDecoder().Decode(File.ReadAllBytes(Path.Combine(_tiny.Source, key)), key) };
}
