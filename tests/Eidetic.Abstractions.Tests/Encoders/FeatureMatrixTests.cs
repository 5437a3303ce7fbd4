namespace Eidetic.Abstractions.Tests.Encoders;

public sealed class FeatureMatrixTests
{
    [Fact]
    public void Rows_lie_one_after_another()
    {
        var matrix = new FeatureMatrix(dim: 2, values: [1, 2, 3, 4, 5, 6]);

        matrix.Rows.Should().Be(3);
        matrix.Dim.Should().Be(2);
        matrix[1].ToArray().Should().Equal(3, 4);
    }

    [Fact]
    public void A_row_is_a_view_not_a_copy()
    {
        var matrix = new FeatureMatrix(rows: 2, dim: 2);

        matrix[1][0] = 7;

        matrix.Values.Should().Equal(0, 0, 7, 0);
    }

    [Fact]
    public void A_matrix_may_have_no_rows() => new FeatureMatrix(dim: 4, values: []).Rows.Should().Be(0);

    [Fact]
    public void Values_that_do_not_fill_whole_rows_are_refused()
    {
        var making = () => new FeatureMatrix(dim: 3, values: [1, 2, 3, 4]);

        making.Should().Throw<ArgumentException>().WithMessage("Expected a multiple of 3 values, got 4.*");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public void A_row_has_at_least_one_value(int dim)
    {
        var making = () => new FeatureMatrix(dim, values: []);

        making.Should().Throw<ArgumentOutOfRangeException>();
    }

    [Fact]
    public void A_size_beyond_an_array_is_refused_and_not_wrapped_around()
    {
        var making = () => new FeatureMatrix(rows: 65_536, dim: 65_537);

        making.Should().Throw<OverflowException>();
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(2)]
    public void A_row_outside_the_matrix_is_refused(int row)
    {
        var matrix = new FeatureMatrix(rows: 2, dim: 2);

        var reading = () => matrix[row].Length;

        reading.Should().Throw<ArgumentOutOfRangeException>();
    }
}
