using Eidetic.Abstractions;
using Eidetic.Training;
using static TorchSharp.torch;

namespace Eidetic.Modeling.Tests;

public sealed class IdentifierTableTests
{
    private static readonly IdentifierAssignment Assignment = new()
    {
        Vocabulary = new IdentifierVocabulary(["a", "b", "c", "d", "e"]),
        Identifiers = [new(0, [0, 2]), new(1, [0, 4]), new(2, [1])],
    };

    [Fact]
    public void A_step_is_scored_over_its_own_tokens()
    {
        TorchRuntime.EnsureLoaded();
        using var table = new IdentifierTable(Assignment, images: 3, CPU);

        (table.Steps, table.Entries, table.IsOneToOne).Should().Be((2, 3, true));
        (table[0].First, table[0].Count).Should().Be((0, 2));
        (table[1].First, table[1].Count).Should().Be((2, 3));
        table[1].Codes.data<long>().ToArray().Should().Equal(0, 2, 3);
        table.Inputs.data<long>().ToArray().Should().Equal(0, 0, 1);
    }

    [Fact]
    public void Only_what_the_trie_knows_after_a_prefix_is_allowed()
    {
        TorchRuntime.EnsureLoaded();
        using var scope = NewDisposeScope();
        using var table = new IdentifierTable(Assignment, images: 3, CPU);

        var root = table.Constraint(0, [2, 0]).data<float>().ToArray();
        var second = table.Constraint(1, [0]).data<float>().ToArray();

        root.Should().Equal(0, 0);
        second.Select(v => v == 0).Should().Equal(true, false, true);
    }

    [Fact]
    public void An_image_with_several_identifiers_is_named_by_any_of_them()
    {
        TorchRuntime.EnsureLoaded();
        var assignment = Assignment with { Identifiers = [new(0, [0, 2]), new(0, [0, 4]), new(1, [1])] };
        using var table = new IdentifierTable(assignment, images: 2, CPU);
        var random = new Random(1);

        var picked = Enumerable.Range(0, 40).Select(_ => table.Pick(0, random)).ToHashSet();

        table.IsOneToOne.Should().BeFalse();
        picked.Should().BeEquivalentTo([0, 1]);
        table.Pick(1, random).Should().Be(2);
    }
}
