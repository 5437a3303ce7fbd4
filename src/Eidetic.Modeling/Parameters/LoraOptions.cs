namespace Eidetic.Modeling;

/// <summary>Low-rank adapters: a frozen projection W becomes W + (alpha / rank)·B·A (Hu et al. 2021, arXiv 2106.09685, eq. 3).</summary>
public sealed record LoraOptions
{
    /// <summary>Rank of the adapters, r in the paper. Default 16.</summary>
    public int Rank { get; init; } = 16;

    /// <summary>Scale of the adapters, α in the paper. Default 32.</summary>
    public double Alpha { get; init; } = 32;

    /// <summary>Dropout before the adapters, 0..1. Default 0.</summary>
    public double Dropout { get; init; }

    /// <summary>
    /// Last parts of the names of the projections that are adapted, as in <c>q_proj</c>. Default: every projection of attention and
    /// feed-forward, under the names of Llama, MPT and OpenFlamingo.
    /// </summary>
    public IReadOnlyList<string> Projections { get; init; } =
    [
        "q_proj", "k_proj", "v_proj", "o_proj", "gate_proj", "up_proj", "down_proj",
        "Wqkv", "out_proj", "mlp_up", "mlp_down", "to_q", "to_kv", "to_out",
    ];
}
