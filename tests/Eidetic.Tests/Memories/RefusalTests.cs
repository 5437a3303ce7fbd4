using Eidetic.Abstractions;

namespace Eidetic.Tests.Memories;

[Collection(TorchTests.Name)]
public sealed class RefusalTests(LearnedMemory learned)
{
    [Fact]
    public async Task Options_out_of_range_are_refused_before_anything_is_written()
    {
        var options = learned.Small("refused");

        await RefuseAsync<OptionException>(options with { Epochs = 0 }, "--epochs must be at least 1, got 0*");
        await RefuseAsync<OptionException>(options with { TimeBudget = TimeSpan.Zero, Epochs = null }, "--time-budget must be positive*");
        await RefuseAsync<OptionException>(options with { TimeBudget = TimeSpan.FromSeconds(9) }, "--epochs and --time-budget*one of them*");
        await RefuseAsync<ArgumentException>(options with { Identifiers = "words" }, "*string, numeric, semantic, structured, atomic, residual*'words'*");
        await RefuseAsync<OptionException>(options with { Model = "huge" }, "*compact*'huge'*");
        await RefuseAsync<OptionException>(options with { Device = "tpu" }, "*cpu, cuda or cuda:N*'tpu'*");
        await RefuseAsync<ArgumentException>(options with { Source = " " }, "*Source*");
        Directory.Exists(options.Memory).Should().BeFalse();
    }

    [Fact]
    public async Task Choices_of_learning_out_of_range_or_without_effect_are_refused()
    {
        var options = learned.Small("refused-choices");
        Task Refuse(CompactLearning learning, string message) => RefuseAsync<OptionException>(options with { Learning = learning }, message);

        await Refuse(new CompactLearning { Codebooks = [16] }, "--codebooks must be at least two numbers*'16'*");
        await Refuse(new CompactLearning { CodebookContrast = 1.5 }, "--codebook-contrast must be from 0 to 1, got 1.5*");
        await Refuse(new CompactLearning { Temperature = 5 }, "--temperature must be from 0.01 to 1, got 5*");
        await Refuse(new CompactLearning { TargetTemperature = 0 }, "--target-temperature must be from 0.1 to 10, got 0*");
        await Refuse(new CompactLearning { HardNegatives = 21 }, "--hard-negatives must be from 0 to 20, got 21*");
        await Refuse(new CompactLearning { BranchNegatives = -1 }, "--branch-negatives must be from 0 to 20, got -1*");
        await Refuse(new CompactLearning { RankShare = 1 }, "--rank-share must be from 0 to 0.9, got 1*");
        await Refuse(new CompactLearning { RDrop = double.NaN }, "--r-drop must be from 0 to 100, got NaN*");
        await RefuseAsync<OptionException>(options with { Identifiers = "string", Learning = new CompactLearning { RevivesCodes = true } }, "*residual identifiers*--identifiers string*");
        await RefuseAsync<OptionException>(options with { Model = learned.Root, Learning = new CompactLearning { RDrop = 1 } }, "*compact backbone*--recipe*");
        await RefuseAsync<OptionException>(
            options with { Eyes = learned.Root, Ears = learned.Root, Learning = new CompactLearning { HardNegatives = 2 } }, "--hard-negatives*shared space*");
        Directory.Exists(options.Memory).Should().BeFalse();
    }

    [Fact]
    public async Task Sources_without_pictures_are_refused_and_leave_nothing()
    {
        var options = learned.Small("unsourced");
        var (empty, broken) = (learned.At("empty"), learned.At("broken"));
        Directory.CreateDirectory(empty);
        Directory.CreateDirectory(broken);
        File.WriteAllText(Path.Combine(broken, "a.png"), "no picture");
        File.WriteAllText(Path.Combine(broken, "b.jpg"), "");

        await RefuseAsync<SourceException>(options with { Source = learned.At("nowhere") }, "*nowhere*not there*");
        await RefuseAsync<SourceException>(options with { Source = empty }, "*holds no pictures*.jpg*");
        await RefuseAsync<SourceException>(options with { Source = broken }, "None of the 2 images*can be read*");
        Directory.Exists(options.Memory).Should().BeFalse();
    }

    [Fact]
    public async Task A_folder_of_other_files_is_refused_and_left_untouched()
    {
        var options = learned.Small("foreign");
        Directory.CreateDirectory(Path.Combine(options.Memory, "training"));
        File.WriteAllText(Path.Combine(options.Memory, "training", "letter.txt"), "mine");

        await RefuseAsync<MemoryException>(options, "*found other files: choose another folder.");

        Directory.EnumerateFileSystemEntries(options.Memory, "*", SearchOption.AllDirectories).Should().HaveCount(2);
    }

    [Fact]
    public async Task A_file_in_the_place_of_the_memory_is_refused_and_left_untouched()
    {
        var options = learned.Small("file");
        File.WriteAllText(options.Memory, "mine");

        await RefuseAsync<MemoryException>(options, "*found a file: choose another name.");

        File.ReadAllText(options.Memory).Should().Be("mine");
    }

    [Fact]
    public async Task An_empty_folder_stays_an_empty_folder_when_a_run_fails()
    {
        var options = learned.Small("empty-before") with { Source = learned.At("nowhere") };
        Directory.CreateDirectory(options.Memory);

        await RefuseAsync<SourceException>(options, "*");

        Directory.EnumerateFileSystemEntries(options.Memory).Should().BeEmpty();
    }

    [Fact]
    public async Task A_second_writer_is_refused_and_told_who_writes()
    {
        var options = learned.Small("written");
        using var writer = MemoryWriter.Begin(options.Memory);

        await RefuseAsync<MemoryException>(options, $"Another process ({Environment.ProcessId}) is writing*wait*");
    }

    private static async Task RefuseAsync<T>(MemorizeOptions options, string message) where T : Exception
    {
        var act = () => ImageMemory.MemorizeAsync(options);

        await act.Should().ThrowAsync<T>().WithMessage(message);
    }
}
