using Eidetic.Training;

namespace Eidetic.Tests.Memories;

[Collection(TorchTests.Name)]
public sealed class LearningChoicesTests(LearnedMemory learned)
{
    private static readonly CompactLearning All = new()
    {
        Codebooks = [4, 3, 3],
        RevivesCodes = true,
        CodebookContrast = 0.4,
        Temperature = 0.07,
        TargetTemperature = 0.5,
        HardNegatives = 1,
        BranchNegatives = 2,
        RankShare = 0.5,
        RDrop = 1,
    };

    public static TheoryData<string> Names => ["codebooks", "contrast", "temperature", "target", "hard", "branch", "rank", "r-drop"];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task A_choice_changes_the_memory(string name)
    {
        var (plain, chosen) = (learned.Small("no-choice"), learned.Small($"chosen-{name}") with { Learning = Choice(name) });
        if (!Directory.Exists(plain.Memory))
        {
            await LearnedMemory.MemorizeQuicklyAsync(plain);
        }

        await LearnedMemory.MemorizeQuicklyAsync(chosen);

        ModelOf(chosen).Should().NotBe(ModelOf(plain));
    }

    [Fact]
    public async Task A_run_with_all_choices_that_was_stopped_is_resumed_to_the_same_bytes_and_only_with_the_same_choices()
    {
        var (whole, stopped) = (learned.Small("all-choices") with { Learning = All }, learned.Small("all-choices-stopped") with { Learning = All });
        await LearnedMemory.MemorizeQuicklyAsync(whole);
        using var stop = new CancellationTokenSource();
        var progress = new SynchronousProgress<MemorizeProgress>(p =>
        {
            if (p.Phase == MemorizePhase.Learning && p.Fraction >= 0.7)
            {
                stop.Cancel();
            }
        });
        await FluentActions.Awaiting(() => LearnedMemory.MemorizeQuicklyAsync(stopped, progress, stop.Token)).Should().ThrowAsync<OperationCanceledException>();
        await FluentActions.Awaiting(() => LearnedMemory.MemorizeQuicklyAsync(stopped with { Resume = true, Learning = All with { RDrop = 2 } }))
            .Should().ThrowAsync<Abstractions.MemoryException>().WithMessage("*options*--resume*");

        await LearnedMemory.MemorizeQuicklyAsync(stopped with { Resume = true });

        ModelOf(stopped).Should().Be(ModelOf(whole));
        var kept = MemoryGeneration.Open(stopped.Memory).Manifest.Learning;
        kept.Should().BeEquivalentTo(All);
        File.ReadAllText(Path.Combine(stopped.Memory, "training", "finished.json")).Should().Contain("codebookContrast");
    }

    [Fact]
    public void What_was_chosen_is_what_the_decoder_learns_by_and_what_a_memory_learns_on_by()
    {
        var memorized = LearningDefaults.For(learned.Options with { Learning = All }, uncaptioned: 0, hasCodebook: true);
        var consolidated = ConsolidationSet.Options(new ConsolidateOptions(), All, seed: 1, uncaptioned: 0, hasCodebook: true);

        foreach (var options in new[] { memorized, consolidated })
        {
            (options.RDrop, options.BranchNegatives, options.RankShare, options.TargetSharpness).Should().Be((1, 2, 0.5, 2));
        }

        ConsolidationSet.Options(new ConsolidateOptions(), learning: null, seed: 1, uncaptioned: 0, hasCodebook: true).RankShare.Should().Be(0);
        LearningDefaults.For(learned.Options, uncaptioned: 0, hasCodebook: true).TargetSharpness.Should().Be(new LearningOptions().TargetSharpness);
    }

    private static CompactLearning Choice(string name) => name switch
    {
        "codebooks" => new CompactLearning { Codebooks = [2, 4] },
        "contrast" => new CompactLearning { CodebookContrast = 0.8 },
        "temperature" => new CompactLearning { Temperature = 0.5 },
        "target" => new CompactLearning { TargetTemperature = 3 },
        "hard" => new CompactLearning { HardNegatives = 1 },
        "branch" => new CompactLearning { BranchNegatives = 1 },
        "rank" => new CompactLearning { RankShare = 0.5 },
        _ => new CompactLearning { RDrop = 2 },
    };

    private static string ModelOf(MemorizeOptions options) =>
        MemoryGeneration.Open(options.Memory).Manifest.Files.Single(file => file.Name == MemoryGeneration.ModelFile).Sha256;
}
