using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Eidetic.Modeling;

/// <summary>
/// CLIP's vision transformer (Radford et al. 2021, arXiv 2103.00020, §2.4; openai/CLIP <c>VisionTransformer</c>): patches, a class token,
/// a norm before the blocks. Takes its parameters under OpenAI's and open_clip's names. Immutable and safe to use from several threads.
/// </summary>
internal sealed class ClipVisionTower
{
    private readonly Tensor _patchKernel;      // [width, 3, patch, patch]
    private readonly Tensor _classToken;       // [width]
    private readonly Tensor _positions;        // [1 + patches, width]
    private readonly LayerNormLayer _normBefore;
    private readonly LayerNormLayer _normAfter;
    private readonly Tensor _projection;       // [width, outputDim]

    /// <param name="scope">Where <c>conv1.weight</c> lies: <c>visual.</c> in a whole CLIP.</param>
    /// <param name="options">Sizes.</param>
    public ClipVisionTower(ParameterScope scope, ClipVisionOptions options)
    {
        var width = options.Transformer.Width;
        Options = options;
        _classToken = scope.Take("class_embedding", ParameterStart.Noise, width);
        _positions = scope.Take("positional_embedding", ParameterStart.Noise, 1 + options.Patches, width);
        _patchKernel = scope.Take("conv1.weight", ParameterStart.Noise, width, 3, options.PatchSize, options.PatchSize);
        _normBefore = new LayerNormLayer(scope.Under("ln_pre"), width, options.Transformer.Epsilon);
        Blocks = ClipBlock.Stack(scope, options.Transformer, isCausal: false);
        _normAfter = new LayerNormLayer(scope.Under("ln_post"), width, options.Transformer.Epsilon);
        _projection = scope.Take("proj", ParameterStart.Noise, width, options.OutputDim);
    }

    /// <summary>Sizes.</summary>
    public ClipVisionOptions Options { get; }

    /// <summary>The blocks between <see cref="Embed"/> and <see cref="Normalize"/>.</summary>
    public IReadOnlyList<ClipBlock> Blocks { get; }

    /// <summary>Looks at pictures.</summary>
    /// <param name="pixels">[batch, 3, size, size], normalized with CLIP's mean and deviation.</param>
    /// <param name="pass">How the pass runs.</param>
    /// <returns>
    /// Patches: [batch, patches, width], row by row, without the class token and without <c>ln_post</c>, as OpenFlamingo takes them.
    /// Pooled: [batch, outputDim], the projected class token, of its own length.
    /// </returns>
    public (Tensor Patches, Tensor Pooled) Forward(Tensor pixels, ForwardPass pass)
    {
        using var scope = NewDisposeScope();
        var states = Embed(pixels);                                                   // [batch, 1 + patches, width]
        foreach (var block in Blocks)
        {
            states = block.Forward(states, pass);
        }

        var patches = states[.., 1.., ..].contiguous();                               // [batch, patches, width]
        return (patches.MoveToOuterDisposeScope(), Project(Normalize(states)).MoveToOuterDisposeScope());
    }

    /// <summary>Cuts pictures into patches.</summary>
    /// <param name="pixels">[batch, 3, size, size].</param>
    /// <returns>[batch, 1 + patches, width], the class token first, after <c>ln_pre</c>.</returns>
    public Tensor Embed(Tensor pixels)
    {
        using var scope = NewDisposeScope();
        var type = pixels.dtype;
        var patches = TowerPatches.Cut(pixels, Options.ImageSize, _patchKernel, bias: null);                     // [batch, patches, width]
        var classTokens = _classToken.to(type).expand(pixels.shape[0], 1, Options.Transformer.Width);
        var tokens = cat([classTokens, patches], dim: 1).Plus(_positions.to(type));                              // [batch, 1 + patches, width]
        return _normBefore.Forward(tokens).MoveToOuterDisposeScope();
    }

    /// <param name="states">[batch, 1 + patches, width], after the last block.</param>
    /// <returns>[batch, width], the class token after <c>ln_post</c>.</returns>
    public Tensor Normalize(Tensor states)
    {
        using var scope = NewDisposeScope();
        return _normAfter.Forward(states.select(1, 0)).MoveToOuterDisposeScope();
    }

    private Tensor Project(Tensor normalized)
    {
        using var scope = NewDisposeScope();
        return functional.linear(normalized, _projection.to(normalized.dtype).t()).MoveToOuterDisposeScope();    // [batch, outputDim]
    }
}
