using TorchSharp;
using static TorchSharp.torch;

namespace Eidetic.Modeling.Tests.Runtime;

public sealed class TensorNumbersTests : IDisposable
{
    private const int Repetitions = 60_000;
    private readonly DisposeScope _scope;

    public TensorNumbersTests()
    {
        TorchRuntime.EnsureLoaded();
        _scope = NewDisposeScope();
    }

    // TorchSharp's own `left + right` has some 5 wrong sums in 300,000 here.
    [Fact]
    public void Results_stay_right_while_other_threads_collect()
    {
        using var isOver = new CancellationTokenSource();
        var collectors = Enumerable.Range(0, 3).Select(_ => new Thread(() => CollectUntil(isOver.Token))).ToList();
        collectors.ForEach(c => c.Start());
        var wrong = 0;
        var (one, two) = (ones(4), ones(4).Times(2));
        for (var i = 0; i < Repetitions; i++)
        {
            using var scope = NewDisposeScope();
            var results = new[]
            {
                one.Plus(two), one.Plus(2.0), two.Times(1.5), two.Plus(1), one.clone().PlusInPlace(two), one.Times(6).Over(2), two.FilledWhere(two.Is(2), 3),
            };
            wrong += results.Count(r => r.select(0, 0).Value() is not 3);
        }

        isOver.Cancel();
        collectors.ForEach(c => c.Join());
        wrong.Should().Be(0);
    }

    [Fact]
    public void Whole_numbers_leave_integers_integers_and_fractions_do_not()
    {
        var whole = tensor(new long[] { 1, 2, 3 });

        whole.Plus(1).dtype.Should().Be(ScalarType.Int64);
        whole.Minus(1).dtype.Should().Be(ScalarType.Int64);
        whole.Within(0, 2).data<long>().ToArray().Should().Equal(1, 2, 2);
        whole.Times(0.5).dtype.Should().Be(ScalarType.Float32);
        whole.Over(2).data<float>().ToArray().Should().Equal(0.5f, 1, 1.5f);
    }

    [Fact]
    public void Ranges_leave_their_end_out()
    {
        TensorNumbers.Range(3).data<long>().ToArray().Should().Equal(0, 1, 2);
        TensorNumbers.Range(3, 0, -1).data<long>().ToArray().Should().Equal(3, 2, 1);
        TensorNumbers.Range(0, 6, 2, ScalarType.Float32).data<float>().ToArray().Should().Equal(0, 2, 4);
    }

    [Fact]
    public void Comparisons_and_limits_are_those_of_their_names()
    {
        var numbers = tensor(new[] { -1f, 0, 1 });

        Truths(numbers.Is(0)).Should().Equal(false, true, false);
        Truths(numbers.IsNot(0)).Should().Equal(true, false, true);
        Truths(numbers.IsAbove(0)).Should().Equal(false, false, true);
        Truths(numbers.IsBelow(0)).Should().Equal(true, false, false);
        Truths(numbers.IsAtLeast(0)).Should().Equal(false, true, true);
        numbers.NoLessThan(0).data<float>().ToArray().Should().Equal(0, 0, 1);
        numbers.NoMoreThan(0).data<float>().ToArray().Should().Equal(-1, 0, 0);
        numbers.ToThe(2).data<float>().ToArray().Should().Equal(1, 0, 1);
        numbers.clone().PlusProductInPlace(numbers, numbers, 0.5).data<float>().ToArray().Should().Equal(-0.5f, 0, 1.5f);
        numbers.clone().PlusQuotientInPlace(numbers, ones(3).Times(2), -2).data<float>().ToArray().Should().Equal(0, 0, 0);
        numbers.clone().PlusInPlace(numbers, 3).data<float>().ToArray().Should().Equal(-4, 0, 4);
    }

    public void Dispose() => _scope.Dispose();

    private static bool[] Truths(Tensor tensor) => tensor.data<bool>().ToArray();

    private static void CollectUntil(CancellationToken isOver)
    {
        while (!isOver.IsCancellationRequested)
        {
            GC.Collect(0);
            GC.WaitForPendingFinalizers();
        }
    }
}
