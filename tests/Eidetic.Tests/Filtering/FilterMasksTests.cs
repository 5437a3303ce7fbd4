using System.Diagnostics;
using Eidetic.Abstractions;

namespace Eidetic.Tests.Filtering;

public sealed class FilterMasksTests : IDisposable
{
    private readonly NamedImages _images = new(100);

    public void Dispose() => _images.Dispose();

    [Fact]
    public void Without_a_condition_every_image_may_be_named()
    {
        _images.Masks.For(candidates: null, filter: null).Should().BeNull();
        _images.Masks.For(candidates: null, new RecallFilter { KeyPrefix = "" }).Should().BeNull();
    }

    [Fact]
    public void All_conditions_and_the_listed_keys_must_hold()
    {
        var filter = new RecallFilter
        {
            KeyPrefix = "even/",
            AllTags = ["EVERY"],
            AnyTags = ["round", "digit 4", "digit 5"],
            After = new DateTime(2024, 1, 5),
            Before = new DateTime(2024, 1, 25),
        };

        var mask = _images.Masks.For(["even/0000010.jpg", "even/0000014.jpg", "even/0000024.jpg", "odd/0000015.jpg", "even/0000010.jpg"], filter)!;

        Allowed(mask).Should().Equal(10, 14);
        mask.Outcome.Should().BeEquivalentTo(new FilterOutcome(2, []));

        var nothing = _images.Masks.For(["odd/0000015.jpg", "odd/0000017.jpg", "odd/0000017.jpg"], filter)!;

        nothing.Outcome.Images.Should().Be(0);
        nothing.Outcome.Conditions.Should().Equal(
            new FilterCondition("the listed keys", 2),
            new FilterCondition("key prefix 'even/'", 50),
            new FilterCondition("tag 'EVERY'", 100),
            new FilterCondition("any tag of 'round', 'digit 4', 'digit 5'", 30),
            new FilterCondition("made on 2024-01-05 or after", 86),
            new FilterCondition("made before 2024-01-25", 22));
    }

    [Theory]
    [InlineData("digit3", "nearest tags: digit 3, *")]
    [InlineData("ruond", "nearest tags: Round")]
    [InlineData("un", "the most used tag is every")]
    public void A_tag_that_is_not_there_is_met_by_none_and_its_neighbours_are_named(string tag, string hint)
    {
        var mask = _images.Masks.For(candidates: null, new RecallFilter { AllTags = [tag] })!;

        mask.Outcome.Images.Should().Be(0);
        mask.Mask.LeafCount.Should().Be(0);
        mask.Outcome.Conditions.Should().ContainSingle().Which.Hint.Should().Match(hint);
    }

    [Fact]
    public void Dates_and_prefixes_that_no_image_has_tell_what_there_is()
    {
        var filter = new RecallFilter { KeyPrefix = "Even", After = new DateTime(2030, 1, 1) };

        var conditions = _images.Masks.For(candidates: null, filter)!.Outcome.Conditions;

        conditions.Select(condition => condition.Hint).Should().Equal("keys look like 'even/0000000.jpg'", "dates go from 2024-01-01 to 2024-04-08");
    }

    [Fact]
    public void Contradictions_empty_tags_and_unknown_keys_are_refused()
    {
        var backwards = () => _images.Masks.For(null, new RecallFilter { After = new DateTime(2024, 2, 1), Before = new DateTime(2024, 2, 1) });
        var empty = () => _images.Masks.For(null, new RecallFilter { AnyTags = [" "] });
        var unknown = () => _images.Masks.For(["even/0000000.jpg", "nor-this.jpg"], null);
        var none = () => _images.Masks.For([], null);

        backwards.Should().Throw<ArgumentException>().WithMessage("--after must be earlier than --before, got 2024-02-01 and 2024-02-01.*");
        empty.Should().Throw<ArgumentException>().WithMessage("--tag must be a tag*");
        unknown.Should().Throw<SourceException>().WithMessage("*'nor-this.jpg'*");
        none.Should().Throw<ArgumentException>().WithMessage("*at least one candidate*");
    }

    [Fact]
    public void An_equal_filter_is_known_again_and_only_the_last_eight_are_kept()
    {
        var first = _images.Masks.For(["even/0000000.jpg"], Tag(1));

        _images.Masks.For(["even/0000000.jpg"], Tag(1)).Should().BeSameAs(first);
        _images.Masks.For(["even/0000002.jpg"], Tag(1)).Should().NotBeSameAs(first);
        _images.Masks.For(null, Tag(1)).Should().NotBeSameAs(first);
        for (var digit = 2; digit < 8; digit++)
        {
            _images.Masks.For(null, Tag(digit));
        }

        _images.Masks.For(["even/0000000.jpg"], Tag(1)).Should().NotBeSameAs(first, "eight others were asked for since");
    }

    [Fact]
    public void Many_threads_get_the_masks_they_asked_for()
    {
        var counts = new int[400];

        Parallel.For(0, counts.Length, i => counts[i] = _images.Masks.For(null, new RecallFilter { Before = new DateTime(2024, 1, 2).AddDays(i % 12) })!.Mask.ImageCount);

        counts.Should().Equal(Enumerable.Range(0, counts.Length).Select(i => Enumerable.Range(0, 1 + i % 12).Count(day => day % 10 != 9)));
    }

    [Fact]
    public void Eight_thousand_images_are_masked_in_five_milliseconds_once_the_filter_is_known()
    {
        using var many = new NamedImages(8_000);
        var keys = many.Book.Keys.ToArray();
        var filter = new RecallFilter { KeyPrefix = "even/", AllTags = ["every"] };
        many.Masks.For(keys, filter)!.Mask.ImageCount.Should().Be(4_000);

        var quickest = Enumerable.Range(0, 20).Min(_ =>
        {
            var start = Stopwatch.GetTimestamp();
            many.Masks.For(keys, filter);
            return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        });

        quickest.Should().BeLessThan(5);
    }

    private int[] Allowed(FilterMask mask) => [.. Enumerable.Range(0, _images.Book.Keys.Count).Where(mask.Mask.AllowsImage)];

    private static RecallFilter Tag(int digit) => new() { AllTags = [$"digit {digit}"] };
}
