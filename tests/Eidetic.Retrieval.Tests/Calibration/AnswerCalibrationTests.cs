using Eidetic.Abstractions;

namespace Eidetic.Retrieval.Tests;

public sealed class AnswerCalibrationTests : IDisposable
{
    private readonly string _file = Path.GetTempFileName();

    public void Dispose() => File.Delete(_file);

    [Fact]
    public void Answers_that_can_be_right_are_told_from_those_that_cannot()
    {
        var calibration = AnswerCalibration.Fit(Examples(seed: 1));

        var examples = Examples(seed: 2);
        var matches = examples.Where(e => e.Image is not null).Select(e => calibration.MatchProbability(e.Answer)).ToArray();
        var others = examples.Where(e => e.Image is null).Select(e => calibration.MatchProbability(e.Answer)).ToArray();
        matches.Average().Should().BeGreaterThan(0.7);
        others.Average().Should().BeLessThan(0.3);
        matches.Concat(others).Should().OnlyContain(p => p > 0 && p < 1);
    }

    [Fact]
    public void Confidences_promise_as_many_right_hits_as_there_are()
    {
        var calibration = AnswerCalibration.Fit(Examples(seed: 1));

        var answerable = Examples(seed: 2).Where(e => e.Image is not null).ToArray();
        var promised = answerable.Average(e => calibration.Confidences(e.Answer)[0]);
        var kept = answerable.Average(e => e.Answer.Hits[0].Image == e.Image ? 1.0 : 0);
        promised.Should().BeApproximately(kept, 0.05);
        answerable.Should().AllSatisfy(e => calibration.Confidences(e.Answer).Sum().Should().BeLessThanOrEqualTo(1 + 1e-9));
    }

    [Fact]
    public void Both_kinds_count_alike_whatever_their_numbers()
    {
        var examples = Examples(seed: 1);
        CalibrationExample[] uneven = [.. examples.Where(e => e.Image is not null), .. examples.Where(e => e.Image is null).Take(40)];

        var (even, lopsided) = (AnswerCalibration.Fit(examples), AnswerCalibration.Fit(uneven));

        var answers = Examples(seed: 3).Select(e => e.Answer).ToArray();
        answers.Average(lopsided.MatchProbability).Should().BeApproximately(answers.Average(even.MatchProbability), 0.1);
    }

    [Fact]
    public void Hits_beyond_the_tenth_do_not_change_what_is_said_of_the_answer()
    {
        var calibration = AnswerCalibration.Fit(Examples(seed: 1));
        var answer = Answer([.. Enumerable.Range(0, 30).Select(i => -2.0 - i)], similarity: 0.4);

        var first = answer with { Hits = [.. answer.Hits.Take(10)], Similarities = [.. answer.Similarities.Take(10)] };

        calibration.MatchProbability(answer).Should().Be(calibration.MatchProbability(first));
    }

    [Fact]
    public void Probability_that_went_to_images_that_cannot_be_named_is_no_evidence()
    {
        var calibration = AnswerCalibration.Fit(Examples(seed: 1));
        var answer = Answer([-1, -2, -4], similarity: 0.5);

        var masked = answer with { Hits = [.. answer.Hits.Select(hit => hit with { LogProbability = hit.LogProbability - 3 })] };

        calibration.MatchProbability(masked).Should().BeApproximately(calibration.MatchProbability(answer), 1e-12);
    }

    [Fact]
    public void Unknown_words_take_their_share_and_no_hit_is_no_match()
    {
        var calibration = AnswerCalibration.Fit(Examples(seed: 1));
        var answer = Answer([-1, -3], similarity: 0.6);

        var half = answer with { UnknownShare = 0.5 };

        calibration.MatchProbability(half).Should().BeApproximately(calibration.MatchProbability(answer) / 2, 1e-12);
        calibration.Confidences(half)[1].Should().BeApproximately(calibration.Confidences(answer)[1] / 2, 1e-12);
        calibration.MatchProbability(new RecalledAnswer { Hits = [], Similarities = [] }).Should().Be(0);
    }

    [Fact]
    public void A_hit_of_probability_zero_is_judged_like_any_other()
    {
        var calibration = AnswerCalibration.Fit(Examples(seed: 1));

        var probability = calibration.MatchProbability(Answer([-1, double.NegativeInfinity], similarity: 0.6));

        probability.Should().BeInRange(0, 1);
    }

    [Fact]
    public void What_was_saved_is_read_again_to_the_last_bit()
    {
        var calibration = AnswerCalibration.Fit(Examples(seed: 1));

        calibration.Save(_file);
        var read = AnswerCalibration.Load(_file);

        (read.Answerable, read.Unanswerable).Should().Be((calibration.Answerable, calibration.Unanswerable));
        Examples(seed: 4).Should().AllSatisfy(e =>
        {
            read.MatchProbability(e.Answer).Should().Be(calibration.MatchProbability(e.Answer));
            read.Confidences(e.Answer).Should().Equal(calibration.Confidences(e.Answer));
        });
    }

    [Theory]
    [InlineData("\"formatVersion\"", "\"surprise\": 1, \"formatVersion\"")]
    [InlineData("\"formatVersion\": 1", "\"formatVersion\": 9")]
    [InlineData("\"margin\"", "\"another\"")]
    [InlineData("{", "")]
    public void A_file_of_another_form_is_refused_and_named(string what, string instead)
    {
        AnswerCalibration.Fit(Examples(seed: 1)).Save(_file);
        var json = File.ReadAllText(_file);
        var place = json.IndexOf(what, StringComparison.Ordinal);
        File.WriteAllText(_file, json[..place] + instead + json[(place + what.Length)..]);

        var act = () => AnswerCalibration.Load(_file);

        act.Should().Throw<CheckpointFormatException>().WithMessage($"*{_file}*anew*").Which.File.Should().Be(_file);
    }

    [Fact]
    public void A_kind_that_is_missing_and_similarities_that_do_not_fit_are_refused()
    {
        var calibration = AnswerCalibration.Fit(Examples(seed: 1));
        var oneKind = () => AnswerCalibration.Fit([.. Examples(seed: 1).Where(e => e.Image is null)]);
        var uneven = () => calibration.MatchProbability(Answer([-1, -2], similarity: 0.5) with { Similarities = [0.5] });
        var nothing = () => calibration.Confidences(Answer([-1, -2], similarity: 0.5) with { CandidateShare = 0 });

        oneKind.Should().Throw<ArgumentException>().WithMessage("*answerable and unanswerable*got 0 and 200*");
        uneven.Should().Throw<ArgumentException>().WithMessage("*each of 2 hits, got 1*");
        nothing.Should().Throw<ArgumentException>().WithMessage("*shares in 0..1, got 0*");
    }

    /// <summary>200 answers of each kind: where the image is there, hits are likelier and nearer, and the likelier of two is mostly meant.</summary>
    private static CalibrationExample[] Examples(int seed)
    {
        var random = new Random(seed);
        double Noise(double width) => width * (random.NextDouble() - 0.5);
        return
        [
            .. Enumerable.Range(0, 400).Select(i =>
            {
                var isAnswerable = i % 2 == 0;
                var best = (isAnswerable ? -2 : -5) + Noise(4);
                var second = best - 2 * random.NextDouble();
                int? right = random.NextDouble() < Math.Exp(best) / (Math.Exp(best) + Math.Exp(second)) ? 0 : 1;
                return new CalibrationExample(Answer([best, second], (isAnswerable ? 0.55 : 0.4) + Noise(0.2)), isAnswerable ? right : null);
            }),
        ];
    }

    private static RecalledAnswer Answer(double[] logs, double similarity) => new()
    {
        Hits = [.. logs.Select((log, image) => new RecalledImage { Image = image, Leaf = image + 1, LogProbability = log })],
        Similarities = [.. logs.Select((_, place) => similarity - 0.01 * place)],
    };
}
