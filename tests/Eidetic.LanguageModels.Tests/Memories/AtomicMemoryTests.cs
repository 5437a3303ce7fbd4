using Eidetic.Abstractions;
using Eidetic.Modeling;
using Eidetic.Modeling.Tests.LanguageModels;
using Eidetic.Tests.Memories;

namespace Eidetic.LanguageModels.Tests.Memories;

/// <summary>What is particular to memories of a published model whose head scores whole images.</summary>
[Collection(TorchTests.Name)]
public sealed class AtomicMemoryTests : IDisposable
{
    private readonly TinyCollection _tiny = new();

    public void Dispose() => _tiny.Dispose();

    [Fact]
    public async Task Adapters_and_a_head_learn_every_emoji_over_a_model_that_stays_as_it_is()
    {
        await TinyCollection.MemorizeAsync(Options(epochs: 60) with { LoraRank = 8 });
        using var engine = _tiny.OpenMemory("memory");

        var answers = engine.Recall([.. _tiny.Captions.Values.Select(RecallQuery.FromText)], new RecallOptions(), default);

        engine.Generation.Manifest.MemorizeAccuracy.Should().Be(1);
        answers.Select(answer => answer.Hits[0].Key).Should().Equal(_tiny.Captions.Keys);
    }

    [Fact]
    public async Task The_images_vectors_are_the_shared_spaces_and_are_not_learned()
    {
        await TinyCollection.MemorizeAsync(Options(epochs: 4));
        using var engine = _tiny.OpenMemory("memory");
        using var file = SafetensorsFile.Open(engine.Generation[MemoryGeneration.ModelFile]);

        var stored = file.LoadFloats(ImageHead.ImagesName);

        var seen = engine.Model.ImageVectors(ImageFeatures.Load(engine.Generation[MemoryGeneration.FeaturesFile]).ToMatrix());
        stored.Length.Should().Be(TinyCollection.Count * seen.Dim);
        stored.Zip(seen.Values, (kept, now) => Math.Abs(kept - now)).Max().Should().BeLessThan(0.02f);
    }

    [Fact]
    public async Task Images_can_be_removed_and_filtered_and_none_can_be_added()
    {
        await TinyCollection.MemorizeAsync(Options(epochs: 4));
        await using var memory = await ImageMemory.OpenAsync(_tiny.At("memory"));
        var (gone, kept) = (_tiny.Captions.Keys.First(), _tiny.Captions.Keys.Skip(1).Take(3).ToArray());

        (await memory.Invoking(m => m.AddAsync(_tiny.Source)).Should().ThrowAsync<MemoryException>())
            .WithMessage("Identifiers of the kind 'atomic' cannot name new images*--identifiers residual*");
        (await memory.Invoking(m => m.ConsolidateAsync(null)).Should().ThrowAsync<MemoryException>()).WithMessage("*published model*memorize the grown collection anew*");
        await memory.RemoveAsync([gone]);

        (await memory.RecallAsync("anything", new RecallOptions { Top = 40, Beams = 40 })).Select(hit => hit.Key).Should().HaveCount(TinyCollection.Count - 1).And.NotContain(gone);
        (await memory.RecallAsync("anything", new RecallOptions { Candidates = kept })).Select(hit => hit.Key).Should().BeEquivalentTo(kept);
    }

    [Fact]
    public async Task A_head_of_another_size_than_the_memory_says_is_refused()
    {
        var options = Options(epochs: 1);
        await TinyCollection.MemorizeAsync(options);
        var generation = MemoryGeneration.Open(options.Memory);
        Dictionary<string, string> metadata;
        using (var file = SafetensorsFile.Open(generation[MemoryGeneration.ModelFile]))
        {
            metadata = new Dictionary<string, string>(file.Metadata);
        }

        metadata["language"] = metadata["language"].Replace("\"images\": 32", "\"images\": 31", StringComparison.Ordinal);
        SafetensorsWriter.Write(generation[MemoryGeneration.ModelFile], [], metadata);

        var open = () => LanguageMemory.Open(generation);

        open.Should().Throw<CheckpointFormatException>().WithMessage("*expected 'image_head.images' of [31, *], found []*build the memory anew*");
    }

    private MemorizeOptions Options(int epochs) => _tiny.Options(TinyTokenizers.Idefics3, "atomic", "memory") with { Epochs = epochs };
}
