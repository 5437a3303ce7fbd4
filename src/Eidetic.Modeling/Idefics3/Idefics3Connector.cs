using static TorchSharp.torch;

namespace Eidetic.Modeling;

/// <summary>Brings patches to the language model: squares of neighbouring patches become one vector each, which is projected.</summary>
internal sealed class Idefics3Connector
{
    private readonly LinearLayer _project;
    private readonly int _scale;

    /// <param name="scope">Where <c>modality_projection.proj</c> lies.</param>
    /// <param name="config">Sizes.</param>
    public Idefics3Connector(ParameterScope scope, Idefics3Config config)
    {
        _scale = config.ScaleFactor;
        _project = new LinearLayer(
            scope.Under("modality_projection").Under("proj"), config.Vision.Transformer.Width * _scale * _scale, config.Language.Width, hasBias: false);
    }

    /// <param name="patches">[tiles, patches, dim].</param>
    /// <param name="pass">How the pass runs.</param>
    /// <returns>[tiles, patches/scale², width].</returns>
    public Tensor Forward(Tensor patches, ForwardPass pass)
    {
        using var scope = NewDisposeScope();
        return _project.Forward(Shuffle(patches, _scale), pass).MoveToOuterDisposeScope();
    }

    /// <summary>Joins squares of patches (pixel shuffle, Shi et al. 2016, backwards).</summary>
    /// <param name="patches">[tiles, side*side, dim].</param>
    /// <param name="scale">Rows and columns that become one; divides side.</param>
    /// <returns>[tiles, (side/scale)², dim*scale²].</returns>
    public static Tensor Shuffle(Tensor patches, int scale)
    {
        using var scope = NewDisposeScope();
        var (tiles, count, dim) = patches.Axes3();
        var side = (long)Math.Sqrt(count);
        if (side * side != count || side % scale != 0)
        {
            throw new ArgumentException($"Expected a square of patches whose side is a multiple of {scale}, got {count} patches.", nameof(patches));
        }

        return patches.view(tiles, side / scale, scale, side / scale, scale, dim)                   // [tiles, rows, scale, columns, scale, dim]
            .permute(0, 1, 3, 2, 4, 5)                                                              // [tiles, rows, columns, scale, scale, dim]
            .reshape(tiles, count / (scale * scale), dim * scale * scale)                           // [tiles, rows*columns, dim*scale²]
            .MoveToOuterDisposeScope();
    }
}
