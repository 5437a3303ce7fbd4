using System.Text.Json.Nodes;
using Eidetic.Abstractions;
using Eidetic.Data;
using Eidetic.Identifiers;
using Eidetic.Modeling;
using Eidetic.Modeling.Tests.LanguageModels;
using Eidetic.Tests.Memories;
using TorchSharp;

namespace Eidetic.LanguageModels.Tests.Memories;

/// <summary>Whose vectors name the images of a memory that a published model holds.</summary>
[Collection(TorchTests.Name)]
public sealed class NamingEyesTests : IDisposable
{
    private readonly TinyCollection _tiny = new();

    public void Dispose() => _tiny.Dispose();

    [Fact]
    public async Task An_OpenFlamingo_compares_with_the_vectors_of_its_own_clip_and_refuses_another_one()
    {
        await MemorizeAsync(Flamingo("atomic"));
        using (var engine = _tiny.OpenMemory("memory"))
        {
            using var file = SafetensorsFile.Open(engine.Generation[MemoryGeneration.ModelFile]);
            Difference(file.LoadFloats(ImageHead.ImagesName), See(OwnClip).Values).Should().BeLessThan(1e-6f);
            engine.Generation.Manifest.Eyes.Should().Be(OwnClip);
            MemoryFacts.Of(engine).NamedBy.Should().Be("clip-eyes");
            engine.Recall([RecallQuery.FromText("anything")], new RecallOptions(), default)[0].Hits.Should().HaveCount(10);
        }

        File.AppendAllText(Path.Combine(OwnClip, "config.json"), " ");

        FluentActions.Invoking(() => _tiny.OpenMemory("memory")).Should().Throw<MemoryException>().WithMessage("*another model than*clip holds now*put that one back*");
    }

    [Fact]
    public async Task Eyes_of_a_folder_name_the_images_of_a_SmolVLM_and_a_clips_ears_beside_them_make_it_the_baseline()
    {
        var clip = _tiny.ClipFolder();
        await MemorizeAsync(SmolVlm("structured") with { Eyes = clip, Ears = clip });
        using var engine = RecallEngine.Open(MemoryGeneration.Open(_tiny.At("memory")), ToyClipTokens.Of);
        var seen = See(clip);

        var expected = IdentifierSchemes.Create("structured").Assign(
            new IdentifierRequest { Keys = engine.Book.Keys, Vectors = seen, Captions = [.. engine.Book.Keys.Select(_ => (IReadOnlyList<string>)[])], Seed = 1 }, default);

        Enumerable.Range(0, TinyCollection.Count).Select(image => string.Join(' ', engine.Book.IdentifiersOf(image)[0]))
            .Should().Equal(expected.Identifiers.OrderBy(i => i.Image).Select(i => string.Join(' ', i.Tokens)));
        var (eyes, ears) = PublishedEncoders.Open(clip, ToyClipTokens.Of);
        using var first = eyes;
        using var second = ears;
        Difference(engine.Model.TextVectors([.. _tiny.Captions.Values]).Values, ears.Encode([.. _tiny.Captions.Values]).Values).Should().BeLessThan(1e-6f);
        Difference(engine.Answers.Vectors.ToSharedMatrix().Values, seen.Values).Should().BeLessThan(5e-3f, "stored vectors have 8 bits a number");
        engine.Recall([RecallQuery.FromText("a face")], new RecallOptions(), default)[0].Hits.Should().HaveCount(10);
    }

    [Fact]
    public async Task Images_that_come_later_are_named_by_the_same_eyes()
    {
        var clip = _tiny.ClipFolder();
        Directory.CreateDirectory(_tiny.At("later"));
        var later = _tiny.Captions.Keys.TakeLast(4).ToArray();
        foreach (var key in later)
        {
            File.Move(Path.Combine(_tiny.Source, key), Path.Combine(_tiny.At("later"), key));
        }

        await MemorizeAsync(SmolVlm("residual") with { Eyes = clip });
        await using var memory = await ImageMemory.OpenAsync(_tiny.At("memory"));
        var report = await memory.AddAsync(_tiny.At("later"));

        report.Added.Should().BeEquivalentTo(later);
        memory.Info.EncoderNames.Should().BeEquivalentTo("clip-eyes", "use");
        (memory.Info.NamedBy, memory.Info.Eyes, memory.Info.Ears).Should().Be(("clip-eyes", clip, null));
        (await memory.RecallAsync("anything", new RecallOptions { Candidates = later })).Select(hit => hit.Key).Should().BeEquivalentTo(later);
        using var engine = _tiny.OpenMemory("memory");
        using var file = SafetensorsFile.Open(engine.Generation[MemoryGeneration.CodebooksFile]);
        file.Names.Select(name => file.Info(name).Shape).Should().ContainSingle(shape => shape.Count == 2).Which[1].Should().Be(See(clip).Dim);
    }

    [Theory]
    [InlineData("auto", "string", null)]
    [InlineData("auto", "structured", "flamingo/clip")]
    [InlineData("model", "string", "flamingo/clip")]
    [InlineData("shipped", "structured", null)]
    public async Task A_recipe_says_whose_eyes_these_are(string eyes, string scheme, string? folder)
    {
        await MemorizeAsync(Flamingo(scheme) with { Recipe = Recipe(eyes) });

        var manifest = MemoryGeneration.Open(_tiny.At("memory")).Manifest;
        manifest.Eyes.Should().Be(folder is null ? null : _tiny.At(folder));
        manifest.Encoders.Keys.Should().BeEquivalentTo(folder is null ? "mobilenet" : "clip-eyes", "use");
    }

    [Fact]
    public async Task A_recipe_that_wants_the_models_own_eyes_is_refused_where_it_has_none_unless_a_folder_is_given()
    {
        var options = SmolVlm("atomic") with { Recipe = Recipe("model") };

        await FluentActions.Awaiting(() => MemorizeAsync(options)).Should().ThrowAsync<OptionException>().WithMessage("*recipe*the model brings*--eyes*");
        Directory.Exists(options.Memory).Should().BeFalse();
        await MemorizeAsync(options with { Eyes = _tiny.ClipFolder() });

        MemoryGeneration.Open(options.Memory).Manifest.Eyes.Should().Be(_tiny.ClipFolder());
    }

    [Fact]
    public async Task A_clip_that_cannot_be_read_as_eyes_is_reported_and_refused_where_the_recipe_wants_it()
    {
        var options = Flamingo("structured");
        AddStrayTensor();

        var report = await MemorizeAsync(options);
        var wanted = () => MemorizeAsync(options with { Recipe = Recipe("model") });

        report.Problems.Should().ContainSingle(p => p.Item == OwnClip).Which.Message.Should().Contain("stray").And.Contain("eyes that ship");
        MemoryGeneration.Open(options.Memory).Manifest.Eyes.Should().BeNull();
        await wanted.Should().ThrowAsync<CheckpointFormatException>().WithMessage("*stray*");
    }

    [Fact]
    public async Task A_run_that_an_older_program_began_goes_on_with_the_eyes_that_ship()
    {
        var options = Flamingo("structured") with { Epochs = 4 };
        using var stop = new CancellationTokenSource();
        var progress = new SynchronousProgress<MemorizeProgress>(p => { if (p is { Phase: MemorizePhase.Learning, Fraction: >= 0.5 }) { stop.Cancel(); } });
        await FluentActions.Awaiting(() => TinyCollection.MemorizeAsync(options with { Recipe = Recipe("shipped") }, progress, stop.Token))
            .Should().ThrowAsync<OperationCanceledException>();
        ForgetEyes(Path.Combine(options.Memory, RunFolder.FolderName, "run.json"));

        await FluentActions.Awaiting(() => MemorizeAsync(options with { Recipe = Recipe("model"), Resume = true })).Should().ThrowAsync<MemoryException>();
        await MemorizeAsync(options with { Recipe = Recipe("auto"), Resume = true });

        MemoryGeneration.Open(options.Memory).Manifest.Eyes.Should().BeNull();
    }

    private string OwnClip => _tiny.At("flamingo/clip");

    private static Task<MemorizeReport> MemorizeAsync(MemorizeOptions options) =>
        new Memorizer(options, null, TimeProvider.System) { SharedSpaceSteps = 20, ClipTokens = ToyClipTokens.Of }.RunAsync(default);

    private MemorizeOptions Flamingo(string scheme) => _tiny.Options(TinyTokenizers.Flamingo, scheme, "memory") with { Model = _tiny.FlamingoFolder(), Epochs = 1 };

    private MemorizeOptions SmolVlm(string scheme) => _tiny.Options(TinyTokenizers.Idefics3, scheme, "memory") with { Epochs = 1 };

    private string Recipe(string eyes)
    {
        var recipe = JsonNode.Parse(File.ReadAllText(_tiny.Recipe))!.AsObject();
        recipe["eyes"] = eyes;
        File.WriteAllText(_tiny.At("chosen.json"), recipe.ToJsonString());
        return _tiny.At("chosen.json");
    }

    private FeatureMatrix See(string clip)
    {
        using var eyes = PublishedEncoders.OpenEyes(clip);
        return eyes.Encode([.. _tiny.Captions.Keys.Order(StringComparer.Ordinal).Select(key => ImageResizer.Fit(Seen(key).Image!, eyes.Preprocessing))]);
    }

    private RecallQuery Seen(string key)
    {
        var path = new[] { _tiny.Source, _tiny.At("later") }.Select(folder => Path.Combine(folder, key)).First(File.Exists);
        return new RecallQuery { Image = new ImageDecoder().Decode(File.ReadAllBytes(path), key) };
    }

    private void AddStrayTensor()
    {
        TorchRuntime.EnsureLoaded();
        using var scope = torch.NewDisposeScope();
        var file = Path.Combine(OwnClip, "model.safetensors");
        var tensors = new Dictionary<string, torch.Tensor>();
        using (var clip = SafetensorsFile.Open(file))
        {
            foreach (var name in clip.Names)
            {
                tensors.Add(name, clip.LoadTensor(name).clone());
            }
        }

        tensors.Add("stray", torch.ones(4));
        SafetensorsWriter.Write(file, tensors);
    }

    private static void ForgetEyes(string runFile)
    {
        var run = JsonNode.Parse(File.ReadAllText(runFile))!.AsObject();
        var recipe = JsonNode.Parse(run["recipe"]!.GetValue<string>())!.AsObject();
        recipe.Remove("eyes").Should().BeTrue();
        run["recipe"] = recipe.ToJsonString();
        File.WriteAllText(runFile, run.ToJsonString());
    }

    private static float Difference(IEnumerable<float> first, IEnumerable<float> second) => first.Zip(second, (one, other) => Math.Abs(one - other)).Max();
}
