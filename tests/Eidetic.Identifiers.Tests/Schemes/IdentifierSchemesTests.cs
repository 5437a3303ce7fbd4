using CsCheck;
using Eidetic.Abstractions;

namespace Eidetic.Identifiers.Tests;

public sealed class IdentifierSchemesTests
{
    public static TheoryData<string> Names => [.. IdentifierSchemes.Names];

    [Fact]
    public void There_are_six_schemes_and_each_knows_its_name()
    {
        IdentifierSchemes.Names.Should().Equal("string", "numeric", "semantic", "structured", "atomic", "residual");
        IdentifierSchemes.Names.Should().OnlyContain(name => IdentifierSchemes.Create(name, null).Name == name);
        IdentifierSchemes.Names.Where(name => IdentifierSchemes.Create(name, null).CanNameNewImages).Should().Equal("residual");
        IdentifierSchemes.Default.Should().Be("residual");
    }

    [Fact]
    public void An_unknown_name_is_refused_with_the_six() =>
        FluentActions.Invoking(() => IdentifierSchemes.Create("docid")).Should().Throw<ArgumentException>()
            .WithMessage("*string, numeric, semantic, structured, atomic, residual*'docid'*");

    [Theory]
    [InlineData(nameof(IdentifierSchemeOptions.Branching), "at least 2, got 1")]
    [InlineData(nameof(IdentifierSchemeOptions.MaxWords), "at least 1, got 0")]
    [InlineData(nameof(IdentifierSchemeOptions.Levels), "at least 1, got -1")]
    public void Options_out_of_range_are_refused_by_name(string option, string expected)
    {
        var options = option switch
        {
            nameof(IdentifierSchemeOptions.Branching) => new IdentifierSchemeOptions { Branching = 1 },
            nameof(IdentifierSchemeOptions.MaxWords) => new IdentifierSchemeOptions { MaxWords = 0 },
            _ => new IdentifierSchemeOptions { Levels = -1 },
        };

        FluentActions.Invoking(() => IdentifierSchemes.Create("residual", options)).Should().Throw<ArgumentException>()
            .WithMessage($"*{option}*{expected}*");
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Collections_of_any_size_get_distinct_prefix_free_identifiers(string name)
    {
        foreach (var images in new[] { 1, 2, 3, 4, 10, 61, 500 })
        {
            var assignment = IdentifierSchemes.Create(name).Assign(SchemeRequests.Images(images));

            assignment.ShouldName(images);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Random_collections_with_doubles_get_distinct_prefix_free_identifiers(string name) =>
        Gen.Select(Gen.Int[0, 5].Array[1, 40], Gen.Int[1, 9], Gen.Int[0, 1000], Gen.Bool).Sample((kinds, dim, seed, isCompact) =>
        {
            var distinct = TestVectors.Random(6, dim, seed + 1);
            var vectors = TestVectors.Of([.. kinds.Select(kind => distinct[kind].ToArray())]);
            var request = SchemeRequests.Of(vectors, seed) with { Captions = [.. kinds.Select(kind => (IReadOnlyList<string>)[$"word {kind / 2}", "word"])] };

            var assignment = IdentifierSchemes.Create(name, new IdentifierSchemeOptions { Compact = isCompact }).Assign(request);

            assignment.ShouldName(kinds.Length);
        }, iter: 50);

    [Theory]
    [MemberData(nameof(Names))]
    public void Images_that_are_all_alike_are_told_apart(string name)
    {
        var request = SchemeRequests.Of(TestVectors.Same(rows: 200, dim: 8)) with
        {
            Captions = [.. Enumerable.Repeat((IReadOnlyList<string>)["the same words"], 200)],
        };

        var assignment = IdentifierSchemes.Create(name).Assign(request);

        assignment.ShouldName(200);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void The_same_seed_gives_the_same_assignment(string name)
    {
        var first = IdentifierSchemes.Create(name).Assign(SchemeRequests.Images(300));

        var again = IdentifierSchemes.Create(name).Assign(SchemeRequests.Images(300));

        again.ToText().Should().Equal(first.ToText());
    }

    [Theory]
    [InlineData("structured")]
    [InlineData("residual")]
    public void Another_seed_gives_another_assignment(string name)
    {
        var request = SchemeRequests.Images(300);
        var first = IdentifierSchemes.Create(name).Assign(request);

        var other = IdentifierSchemes.Create(name).Assign(request with { Seed = 77 });

        other.ToText().Should().NotEqual(first.ToText());
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void The_order_in_which_images_are_listed_changes_nothing(string name)
    {
        var request = SchemeRequests.Images(90);
        var order = Enumerable.Range(0, 90).ToArray();
        new Random(4).Shuffle(order);
        var shuffled = request with
        {
            Keys = [.. order.Select(image => request.Keys[image])],
            Vectors = TestVectors.Of([.. order.Select(image => request.Vectors[image].ToArray())]),
            Captions = [.. order.Select(image => request.Captions[image])],
        };
        var expected = IdentifierSchemes.Create(name).Assign(request);

        var assignment = IdentifierSchemes.Create(name).Assign(shuffled);

        assignment.ShouldName(90);
        Enumerable.Range(0, 90).Should().AllSatisfy(image => assignment.NamesOf(image).Should().Equal(expected.NamesOf(order[image])));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Requests_that_do_not_fit_together_are_refused(string name)
    {
        var scheme = IdentifierSchemes.Create(name);
        var request = SchemeRequests.Images(3);
        var broken = TestVectors.Of([1, 0], [0, float.NaN], [0, 1]);

        Refused(request with { Keys = [] }).WithMessage("*at least one image*");
        Refused(request with { Keys = ["a", "b"] }).WithMessage("*2 keys*3 vectors*");
        Refused(request with { Keys = ["a", "b", "a"] }).WithMessage("*distinct keys*'a'*");
        Refused(request with { Vectors = broken }).WithMessage("*finite*00001.jpg*");
        FluentActions.Invoking(() => scheme.Assign(request, new CancellationToken(canceled: true))).Should().Throw<OperationCanceledException>();

        AwesomeAssertions.Specialized.ExceptionAssertions<ArgumentException> Refused(IdentifierRequest wrong) =>
            FluentActions.Invoking(() => scheme.Assign(wrong)).Should().Throw<ArgumentException>();
    }

    [Theory]
    [InlineData("structured")]
    [InlineData("residual")]
    public void Clustering_stops_when_it_is_cancelled_after_the_request_was_read(string name)
    {
        var request = SchemeRequests.Images(300);
        var counted = new WatchedKeys(request.Keys, _ => { });
        IdentifierSchemes.Create(name).Assign(request with { Keys = counted });
        using var cancellation = new CancellationTokenSource();
        var cancelling = new WatchedKeys(request.Keys, reads =>
        {
            if (reads == counted.Reads)
                cancellation.Cancel();
        });

        FluentActions.Invoking(() => IdentifierSchemes.Create(name).Assign(request with { Keys = cancelling }, cancellation.Token))
            .Should().Throw<OperationCanceledException>();
    }

    // Keys are read before the clustering starts, so the last reading is a moment to cancel it at.
    private sealed class WatchedKeys(IReadOnlyList<string> keys, Action<int> onRead) : IReadOnlyList<string>
    {
        public int Reads { get; private set; }

        public int Count => keys.Count;

        public string this[int index]
        {
            get
            {
                onRead(++Reads);
                return keys[index];
            }
        }

        public IEnumerator<string> GetEnumerator() => keys.GetEnumerator();

        System.Collections.IEnumerator System.Collections.IEnumerable.GetEnumerator() => GetEnumerator();
    }
}
