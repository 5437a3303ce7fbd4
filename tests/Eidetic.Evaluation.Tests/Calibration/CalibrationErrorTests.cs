namespace Eidetic.Evaluation.Tests;

public sealed class CalibrationErrorTests
{
    [Fact]
    public void Bins_of_equal_width_are_those_of_the_paper()
    {
        double[] probabilities = [0, 0.1, 0.2, 0.25, 0.9, 1];
        bool[] outcomes = [false, true, false, true, true, true];

        var error = CalibrationError.Of(probabilities, outcomes, bins: 5);

        // (0, 0.2] holds 0 too: |0.3 − 1|; (0.2, 0.4]: |0.25 − 1|; (0.8, 1]: |1.9 − 2|.
        error.EqualWidth.Should().BeApproximately((0.7 + 0.75 + 0.1) / 6, 1e-12);
    }

    [Fact]
    public void Bins_of_equal_size_keep_equal_probabilities_together()
    {
        double[] probabilities = [0.5, 0.5, 0.5, 0.5, 0.9, 0.1];
        bool[] outcomes = [true, false, true, false, true, true];

        var error = CalibrationError.Of(probabilities, outcomes, bins: 3);

        // {0.1, 0.5 × 4}: |2.1 − 3|; {0.9}: |0.9 − 1|.
        error.Adaptive.Should().BeApproximately((0.9 + 0.1) / 6, 1e-12);
    }

    [Fact]
    public void Both_agree_with_counting_by_hand_and_not_with_the_order()
    {
        var random = new Random(3);
        var probabilities = Enumerable.Range(0, 500).Select(_ => Math.Round(random.NextDouble(), 2)).ToArray();
        var outcomes = probabilities.Select(probability => random.NextDouble() < probability * probability).ToArray();
        var order = Enumerable.Range(0, 500).ToArray();
        random.Shuffle(order);

        var error = CalibrationError.Of(probabilities, outcomes);
        var shuffled = CalibrationError.Of([.. order.Select(i => probabilities[i])], [.. order.Select(i => outcomes[i])]);

        error.EqualWidth.Should().BeApproximately(ByHand(probabilities, outcomes, bins: 15), 1e-12);
        shuffled.EqualWidth.Should().BeApproximately(error.EqualWidth, 1e-12);
        shuffled.Adaptive.Should().BeApproximately(error.Adaptive, 1e-12);
    }

    [Fact]
    public void Probabilities_that_keep_their_word_have_a_small_error_and_others_a_large_one()
    {
        var random = new Random(5);
        var promised = Enumerable.Range(0, 20_000).Select(_ => random.NextDouble()).ToArray();
        var kept = promised.Select(probability => random.NextDouble() < probability).ToArray();

        var honest = CalibrationError.Of(promised, kept);
        var boastful = CalibrationError.Of([.. promised.Select(Math.Sqrt)], kept);

        honest.EqualWidth.Should().BeLessThan(0.02);
        honest.Adaptive.Should().BeLessThan(0.02);
        boastful.EqualWidth.Should().BeApproximately(1.0 / 6, 0.01); // the integral of √p − p
        boastful.Adaptive.Should().BeApproximately(1.0 / 6, 0.01);
    }

    [Fact]
    public void What_is_no_probability_is_refused()
    {
        var outside = () => CalibrationError.Of([1.5], [true]);
        var notANumber = () => CalibrationError.Of([double.NaN], [true]);
        var none = () => CalibrationError.Of([], []);
        var uneven = () => CalibrationError.Of([0.5], [true, false]);

        outside.Should().Throw<ArgumentException>().WithMessage("*0..1, got 1.5*");
        notANumber.Should().Throw<ArgumentException>();
        none.Should().Throw<ArgumentException>().WithMessage("*at least one probability*");
        uneven.Should().Throw<ArgumentException>().WithMessage("*got 1 and 2*");
    }

    private static double ByHand(double[] probabilities, bool[] outcomes, int bins)
    {
        double sum = 0;
        for (var bin = 1; bin <= bins; bin++)
        {
            double low = (bin - 1.0) / bins, high = (double)bin / bins;
            var members = Enumerable.Range(0, probabilities.Length)
                .Where(i => (probabilities[i] > low || (bin == 1 && probabilities[i] == 0)) && probabilities[i] <= high).ToArray();
            if (members.Length > 0)
                sum += members.Length * Math.Abs(members.Average(i => probabilities[i]) - members.Average(i => outcomes[i] ? 1.0 : 0));
        }

        return sum / probabilities.Length;
    }
}
