namespace Eidetic.Evaluation.Tests;

public sealed class ThresholdTests
{
    [Fact]
    public void The_surest_answers_are_given_first_and_equally_sure_ones_together()
    {
        double[] confidences = [0.9, 0.2, 0.5, 0.5, 0.1];
        bool[] isRight = [true, false, true, false, false];

        var table = PrecisionAtCoverage.Table(confidences, isRight, [0.2, 0.4, 1]);

        table.Should().Equal(
            new PrecisionAtCoverage(Coverage: 0.2, Precision: 1, Threshold: 0.9),
            new PrecisionAtCoverage(Coverage: 0.6, Precision: 2 / 3.0, Threshold: 0.5),
            new PrecisionAtCoverage(Coverage: 1, Precision: 0.4, Threshold: 0.1));
    }

    [Fact]
    public void A_threshold_withholds_answers_of_both_kinds()
    {
        double[] answerable = [0.9, 0.5, 0.4, 0.8];
        int?[] ranks = [1, 7, 1, null];
        double[] unanswerable = [0.5, 0.1, 0.2, 0.1, 0.95];

        var table = AnswersAtThreshold.Table(answerable, ranks, unanswerable, [0, 0.5, 1]);

        table.Should().Equal(
            new AnswersAtThreshold(0, Answered: 1, FalselyAnswered: 1, PrecisionAt1: 0.5, PrecisionAt10: 0.75),
            new AnswersAtThreshold(0.5, Answered: 0.75, FalselyAnswered: 0.4, PrecisionAt1: 1 / 3.0, PrecisionAt10: 2 / 3.0),
            new AnswersAtThreshold(1, Answered: 0, FalselyAnswered: 0, PrecisionAt1: null, PrecisionAt10: null));
    }

    [Fact]
    public void Numbers_out_of_range_are_refused()
    {
        var coverage = () => PrecisionAtCoverage.Table([0.5], [true], [0]);
        var threshold = () => AnswersAtThreshold.Table([0.5], [1], [0.5], [1.5]);
        var uneven = () => AnswersAtThreshold.Table([0.5], [1, 2], [0.5], [0.5]);
        var oneKind = () => AnswersAtThreshold.Table([0.5], [1], [], [0.5]);

        coverage.Should().Throw<ArgumentException>().WithMessage("*above 0 and up to 1*");
        threshold.Should().Throw<ArgumentException>().WithMessage("*0..1, got 1.5*");
        uneven.Should().Throw<ArgumentException>().WithMessage("*each of 2 ranks*got 1*");
        oneKind.Should().Throw<ArgumentException>().WithMessage("*at least one unanswerable query*");
    }
}
