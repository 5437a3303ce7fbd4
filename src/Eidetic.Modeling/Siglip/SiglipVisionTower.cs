using static TorchSharp.torch;

namespace Eidetic.Modeling;

/// <summary>
/// SigLIP's vision transformer (Zhai et al. 2023, arXiv 2303.15343): patches with a bias, learned positions, no class token, a norm after
/// the blocks. Idefics3 uses it without the head, with positions chosen for each picture and masked patches
/// (<see cref="NavitPositions"/>). Takes its parameters under Hugging Face's names. Immutable and safe to use from several threads.
/// </summary>
internal sealed class SiglipVisionTower
{
    private readonly Tensor _patchKernel;      // [width, 3, patch, patch]
    private readonly Tensor _patchBias;        // [width]
    private readonly Tensor _positions;        // [patches, width]
    private readonly LayerNormLayer _norm;
    private readonly SiglipHead? _head;

    /// <param name="scope">Where <c>embeddings.</c> lies: <c>vision_model.</c>, in Idefics3 <c>model.vision_model.</c></param>
    /// <param name="options">Sizes.</param>
    public SiglipVisionTower(ParameterScope scope, SiglipVisionOptions options)
    {
        var (width, embeddings) = (options.Transformer.Width, scope.Under("embeddings"));
        Options = options;
        _patchKernel = embeddings.Take("patch_embedding.weight", ParameterStart.Noise, width, 3, options.PatchSize, options.PatchSize);
        _patchBias = embeddings.Take("patch_embedding.bias", ParameterStart.Zeros, width);
        _positions = embeddings.Take("position_embedding.weight", ParameterStart.Noise, options.PatchesPerSide * options.PatchesPerSide, width);
        Blocks = SiglipBlock.Stack(scope, options.Transformer);
        _norm = new LayerNormLayer(scope.Under("post_layernorm"), width, options.Transformer.Epsilon);
        _head = options.HasHead ? new SiglipHead(scope.Under("head"), options.Transformer) : null;
    }

    /// <summary>Sizes.</summary>
    public SiglipVisionOptions Options { get; }

    /// <summary>The blocks between <see cref="Embed"/> and the norm.</summary>
    public IReadOnlyList<SiglipBlock> Blocks { get; }

    /// <summary>Looks at pictures.</summary>
    /// <param name="pixels">[batch, 3, size, size], values in -1..1.</param>
    /// <param name="pass">How the pass runs.</param>
    /// <param name="positions">int64 [batch, patches], the learned position of each patch; null for their order.</param>
    /// <param name="isVisible">bool [batch, patches], true = real patch; null when all are. The states of others mean nothing.</param>
    /// <returns>[batch, patches, width], after <c>post_layernorm</c>.</returns>
    public Tensor Forward(Tensor pixels, ForwardPass pass, Tensor? positions = null, Tensor? isVisible = null)
    {
        using var scope = NewDisposeScope();
        var states = Embed(pixels, positions);                                        // [batch, patches, width]
        foreach (var block in Blocks)
        {
            states = block.Forward(states, isVisible, pass);
        }

        return Normalize(states).MoveToOuterDisposeScope();
    }

    /// <summary>Cuts pictures into patches.</summary>
    /// <param name="pixels">[batch, 3, size, size].</param>
    /// <param name="positions">int64 [batch, patches], or null for their order.</param>
    /// <returns>[batch, patches, width].</returns>
    public Tensor Embed(Tensor pixels, Tensor? positions = null)
    {
        using var scope = NewDisposeScope();
        var patches = TowerPatches.Cut(pixels, Options.ImageSize, _patchKernel, _patchBias);          // [batch, patches, width]
        var table = _positions.to(pixels.dtype);
        var chosen = positions is null ? table : table.index_select(0, positions.reshape(-1)).view(patches.shape);
        return patches.Plus(chosen).MoveToOuterDisposeScope();
    }

    /// <param name="states">[batch, patches, width], after the last block.</param>
    /// <returns>[batch, patches, width].</returns>
    public Tensor Normalize(Tensor states) => _norm.Forward(states);

    /// <summary>One vector a picture.</summary>
    /// <param name="states">[batch, patches, width], from <see cref="Forward"/>.</param>
    /// <param name="pass">How the pass runs.</param>
    /// <param name="isVisible">bool [batch, patches], true = real patch; null when all are.</param>
    /// <returns>[batch, width], of its own length.</returns>
    /// <exception cref="InvalidOperationException">The tower was built without its head.</exception>
    public Tensor Pool(Tensor states, ForwardPass pass, Tensor? isVisible = null) =>
        (_head ?? throw new InvalidOperationException("Expected a tower with a pooling head, this one was built without.")).Forward(states, isVisible, pass);
}
