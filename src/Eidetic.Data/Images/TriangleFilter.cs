namespace Eidetic.Data;

/// <summary>
/// The weights of one axis of a bilinear resize with antialiasing: for each output position a run of input positions, weighted by a
/// triangle whose half-width is one input pixel when enlarging and grows with the factor when shrinking; weights sum to one.
/// </summary>
internal sealed class TriangleFilter
{
    private readonly int _taps;
    private readonly int[] _starts;
    private readonly int[] _counts;
    private readonly float[] _weights;

    /// <param name="input">Length of the axis before.</param>
    /// <param name="output">Length of the whole axis after.</param>
    /// <param name="offset">First output position wanted.</param>
    /// <param name="count">Output positions wanted.</param>
    public TriangleFilter(int input, long output, long offset, int count)
    {
        var scale = (double)input / output;
        var support = Math.Max(scale, 1.0);
        _taps = 2 * (int)Math.Ceiling(support) + 1;
        _starts = new int[count];
        _counts = new int[count];
        _weights = new float[(long)count * _taps];
        for (var i = 0; i < count; i++)
        {
            var center = (offset + i + 0.5) * scale;
            var first = Math.Max((int)(center - support + 0.5), 0);
            var end = Math.Min((int)(center + support + 0.5), input);
            _starts[i] = first;
            _counts[i] = end - first;
            Fill(_weights.AsSpan(i * _taps, end - first), first - center + 0.5, support);
        }
    }

    public int Start(int position) => _starts[position];

    public ReadOnlySpan<float> Weights(int position) => _weights.AsSpan(position * _taps, _counts[position]);

    private static void Fill(Span<float> weights, double firstDistance, double support)
    {
        var sum = 0.0;
        for (var k = 0; k < weights.Length; k++)
        {
            sum += Triangle((firstDistance + k) / support);
        }

        for (var k = 0; k < weights.Length; k++)
        {
            weights[k] = (float)(Triangle((firstDistance + k) / support) / sum);
        }
    }

    private static double Triangle(double distance) => Math.Max(0.0, 1.0 - Math.Abs(distance));
}
