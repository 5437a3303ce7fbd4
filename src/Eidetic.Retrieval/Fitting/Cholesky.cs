namespace Eidetic.Retrieval;

/// <summary>Solves small symmetric positive definite systems.</summary>
internal static class Cholesky
{
    /// <summary>The x of A·x = b.</summary>
    /// <param name="matrix">A; only its lower triangle is read.</param>
    /// <param name="right">b.</param>
    public static double[] Solve(double[,] matrix, double[] right)
    {
        var size = right.Length;
        var factor = new double[size, size]; // lower triangle L, A = L·Lᵀ
        for (var i = 0; i < size; i++)
        {
            for (var j = 0; j <= i; j++)
            {
                var rest = matrix[i, j];
                for (var k = 0; k < j; k++)
                {
                    rest -= factor[i, k] * factor[j, k];
                }

                factor[i, j] = i == j ? Math.Sqrt(rest) : rest / factor[j, j];
            }
        }

        var solution = new double[size];
        for (var i = 0; i < size; i++)
        {
            var rest = right[i];
            for (var k = 0; k < i; k++)
            {
                rest -= factor[i, k] * solution[k];
            }

            solution[i] = rest / factor[i, i];
        }

        for (var i = size - 1; i >= 0; i--)
        {
            for (var k = i + 1; k < size; k++)
            {
                solution[i] -= factor[k, i] * solution[k];
            }

            solution[i] /= factor[i, i];
        }

        return solution;
    }
}
