using Eidetic.Abstractions;

namespace Eidetic.Data;

/// <summary>
/// The weights of one axis of a resize in the fixed point of Pillow: computed in double, normalized to one, then rounded to 22 bits. The
/// kernel widens with the factor when shrinking.
/// </summary>
internal sealed class PillowFilter
{
    /// <summary>Bits behind the point: 32, less 8 of the pixel, less 2 for overshoot.</summary>
    public const int Precision = 22;

    private readonly int _taps;
    private readonly int[] _starts;
    private readonly int[] _counts;
    private readonly int[] _weights;

    /// <param name="input">Length of the axis before.</param>
    /// <param name="output">Length of the whole axis after.</param>
    /// <param name="offset">First output position wanted.</param>
    /// <param name="count">Output positions wanted.</param>
    /// <param name="resampling">Bicubic or Lanczos.</param>
    public PillowFilter(int input, long output, long offset, int count, ImageResampling resampling)
    {
        var (kernel, radius) = KernelOf(resampling);
        var scale = (double)input / output;
        var stretch = Math.Max(scale, 1.0);
        var support = radius * stretch;
        _taps = 2 * (int)Math.Ceiling(support) + 1;
        _starts = new int[count];
        _counts = new int[count];
        _weights = new int[(long)count * _taps];
        var exact = new double[_taps];
        for (var i = 0; i < count; i++)
        {
            var center = (offset + i + 0.5) * scale;
            var first = Math.Max((int)(center - support + 0.5), 0);
            var taps = Math.Min((int)(center + support + 0.5), input) - first;
            _starts[i] = first;
            _counts[i] = taps;
            var sum = 0.0;
            for (var k = 0; k < taps; k++)
            {
                exact[k] = kernel((k + first - center + 0.5) * (1.0 / stretch));
                sum += exact[k];
            }

            for (var k = 0; k < taps; k++)
            {
                _weights[i * _taps + k] = ToFixed(sum == 0 ? exact[k] : exact[k] / sum);
            }
        }
    }

    public int Length => _starts.Length;

    public int Start(int position) => _starts[position];

    public ReadOnlySpan<int> Weights(int position) => _weights.AsSpan(position * _taps, _counts[position]);

    private static int ToFixed(double weight) => (int)(weight * (1 << Precision) + (weight < 0 ? -0.5 : 0.5));

    private static (Func<double, double> Kernel, double Radius) KernelOf(ImageResampling resampling) => resampling switch
    {
        ImageResampling.PillowBicubic => (Cubic, 2.0),
        ImageResampling.PillowLanczos => (Lanczos, 3.0),
        _ => throw new ArgumentOutOfRangeException(nameof(resampling), resampling, "Expected PillowBicubic or PillowLanczos."),
    };

    /// <summary>Keys 1981, eq. 4, with a = -0.5.</summary>
    private static double Cubic(double distance)
    {
        const double a = -0.5;
        var x = Math.Abs(distance);
        return x switch
        {
            < 1 => ((a + 2) * x - (a + 3)) * x * x + 1,
            < 2 => (((x - 5) * x + 8) * x - 4) * a,
            _ => 0,
        };
    }

    private static double Lanczos(double distance) => distance is >= -3 and < 3 ? Sinc(distance) * Sinc(distance / 3) : 0;

    private static double Sinc(double x) => x == 0 ? 1 : Math.Sin(x * Math.PI) / (x * Math.PI);
}
