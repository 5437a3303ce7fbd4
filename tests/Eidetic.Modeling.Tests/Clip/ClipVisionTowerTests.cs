using static TorchSharp.torch;

namespace Eidetic.Modeling.Tests.Clip;

/// <summary>Against openai/CLIP and open_clip; tolerances as published with the values.</summary>
public class ClipVisionTowerTests
{
    private static readonly ClipVisionOptions Flamingo = new()
    {
        ImageSize = 32,
        PatchSize = 8,
        OutputDim = 24,
        Transformer = new ClipTransformerOptions { Width = 32, Layers = 2, Heads = 2, FeedForward = 128 },
    };

    [Fact]
    public void Patches_and_pooled_vector_are_those_of_open_flamingo()
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        using var fixture = new TowerFixture("open-flamingo-tiny", "vision_encoder.safetensors");
        var parameters = new ParameterScope(new CheckpointOrigin(fixture.Weights, CPU));
        using var owned = parameters.Parameters;
        var tower = new ClipVisionTower(parameters.Under("visual"), Flamingo);
        var pixels = fixture.Input("vision_x").view(6, 3, 32, 32);

        var embedded = tower.Embed(pixels);
        var (patches, pooled) = tower.Forward(pixels, ForwardPass.Answer);

        owned.RequireAllTaken(fixture.Weights);
        fixture.Difference(embedded, "vision.ln_pre").Should().BeLessThan(5e-5f);
        fixture.Difference(patches, "vision.tokens").Should().BeLessThan(5e-5f);
        fixture.Difference(pooled, "vision.pooled").Should().BeLessThan(5e-5f);
    }

    [Fact]
    public void A_picture_of_another_size_is_refused()
    {
        using var scope = NewDisposeScope();
        TorchRuntime.EnsureLoaded();
        var parameters = new ParameterScope(new MetaOrigin());
        using var owned = parameters.Parameters;
        var tower = new ClipVisionTower(parameters, Flamingo);

        var look = () => tower.Forward(zeros(1, 3, 32, 40), ForwardPass.Answer);

        look.Should().Throw<ArgumentException>().WithMessage("Expected [batch, 3, 32, 32], got [1, 3, 32, 40].*");
    }

    [Fact]
    public void Looking_leaves_no_tensor_behind()
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        using var fixture = new TowerFixture("open-flamingo-tiny", "vision_encoder.safetensors");
        var parameters = new ParameterScope(new CheckpointOrigin(fixture.Weights, CPU));
        using var owned = parameters.Parameters;
        var tower = new ClipVisionTower(parameters.Under("visual"), Flamingo);
        var pixels = fixture.Input("vision_x").view(6, 3, 32, 32);
        Look(tower, pixels);
        var before = Tensor.TotalCount;

        Look(tower, pixels);

        Tensor.TotalCount.Should().BeLessThanOrEqualTo(before, "the collector may free what earlier tests left, and nothing may be added");
    }

    private static void Look(ClipVisionTower tower, Tensor pixels)
    {
        using var scope = NewDisposeScope();
        _ = tower.Forward(pixels, ForwardPass.Answer);
    }
}
