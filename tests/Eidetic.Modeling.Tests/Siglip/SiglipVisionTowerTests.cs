using Eidetic.Modeling.Tests.Clip;
using static TorchSharp.torch;

namespace Eidetic.Modeling.Tests.Siglip;

/// <summary>Against transformers' SiglipVisionModel and Idefics3's tower; tolerances as published with the values.</summary>
public class SiglipVisionTowerTests
{
    private static readonly SiglipVisionOptions Tiny = new()
    {
        ImageSize = 32,
        PatchSize = 8,
        Transformer = new SiglipTransformerOptions { Width = 64, Layers = 3, Heads = 4, FeedForward = 160 },
    };

    private static readonly SiglipVisionOptions Idefics = new()
    {
        ImageSize = 32,
        PatchSize = 4,
        HasHead = false,
        Transformer = new SiglipTransformerOptions { Width = 64, Layers = 3, Heads = 4, FeedForward = 96 },
    };

    [Fact]
    public void Every_hidden_state_and_the_pooled_vector_agree()
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        using var fixture = new TowerFixture("siglip-tiny");
        var parameters = new ParameterScope(new CheckpointOrigin(fixture.Weights, CPU));
        using var owned = parameters.Parameters;
        var tower = new SiglipVisionTower(parameters.Under("vision_model"), Tiny);
        var pixels = fixture.Input("pixel_values");

        var states = tower.Embed(pixels);
        fixture.Difference(states, "hidden_states.0").Should().BeLessThan(3e-5f);
        foreach (var (layer, block) in tower.Blocks.Index())
        {
            states = block.Forward(states, isVisible: null, ForwardPass.Answer);
            fixture.Difference(states, $"hidden_states.{layer + 1}").Should().BeLessThan(3e-5f);
        }

        var last = tower.Forward(pixels, ForwardPass.Answer);

        owned.RequireAllTaken(fixture.Weights);
        fixture.Difference(last, "last_hidden_state").Should().BeLessThan(3e-5f);
        fixture.Difference(tower.Pool(last, ForwardPass.Answer), "pooler_output").Should().BeLessThan(3e-5f);
    }

    [Fact]
    public void Pictures_that_fill_part_of_the_square_get_the_positions_and_states_of_idefics3()
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        using var fixture = new TowerFixture("idefics3-tiny");
        var parameters = new ParameterScope(new CheckpointOrigin(fixture.Weights, CPU));
        using var owned = parameters.Parameters;
        var tower = new SiglipVisionTower(parameters.Under("model").Under("vision_model"), Idefics);
        var visible = fixture.Input("navit.patch_attention_mask");
        var flat = visible.flatten(1);

        var positions = NavitPositions.Of(visible, Idefics.PatchesPerSide);
        var states = tower.Forward(fixture.Input("navit.pixel_values"), ForwardPass.Answer, positions, flat);

        positions.data<long>().ToArray().Should().Equal(fixture.Expected("navit.position_ids").data<long>().ToArray());
        var kept = flat.unsqueeze(-1);
        (states - fixture.Expected("navit.last_hidden_state")).mul(kept).abs().max().item<float>().Should().BeLessThan(5e-5f);
    }

    [Theory]
    [InlineData(27)]
    [InlineData(32)]
    public void A_full_picture_has_its_patches_in_order(int side)
    {
        using var scope = NewDisposeScope();
        TorchRuntime.EnsureLoaded();

        var positions = NavitPositions.Of(ones([1, side, side], dtype: ScalarType.Bool), side);

        positions.data<long>().ToArray().Should().Equal(Enumerable.Range(0, side * side).Select(i => (long)i));
    }

    [Fact]
    public void A_tower_without_a_head_refuses_to_pool()
    {
        using var scope = NewDisposeScope();
        TorchRuntime.EnsureLoaded();
        var parameters = new ParameterScope(new MetaOrigin());
        using var owned = parameters.Parameters;
        var tower = new SiglipVisionTower(parameters, Idefics);

        var pool = () => tower.Pool(zeros(1, 64, 64), ForwardPass.Answer);

        pool.Should().Throw<InvalidOperationException>().WithMessage("Expected a tower with a pooling head*");
    }
}
