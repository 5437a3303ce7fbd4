using System.Text.Json;
using static TorchSharp.torch;

namespace Eidetic.Modeling.Tests.Siglip;

public class SiglipModelTests
{
    [Fact]
    public void A_config_that_names_nothing_but_its_kind_means_B_16()
    {
        using var document = JsonDocument.Parse("""{"model_type":"siglip","text_config":{"model_type":"siglip_text_model"},"vision_config":{}}""");

        var options = SiglipConfig.Read(document.RootElement, "config.json");

        options.Should().Be(SiglipOptions.BasePatch16);
    }

    [Fact]
    public void Every_token_of_a_text_counts_and_texts_keep_apart_in_a_batch()
    {
        TorchRuntime.EnsureLoaded();
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        var transformer = new SiglipTransformerOptions { Width = 16, Layers = 2, Heads = 2, FeedForward = 32 };
        var options = new SiglipTextOptions { Vocabulary = 20, ContextLength = 5, OutputDim = 8, Transformer = transformer };
        var parameters = new ParameterScope(new RandomOrigin(seed: 1, CPU));
        using var owned = parameters.Parameters;
        var tower = new SiglipTextTower(parameters, options);
        var texts = tensor(new long[,] { { 3, 4, 1, 1, 1 }, { 3, 5, 1, 1, 1 } });

        var both = tower.Forward(texts, ForwardPass.Answer);
        var second = tower.Forward(texts[1..], ForwardPass.Answer);
        var tooShort = () => tower.Forward(texts[.., ..4], ForwardPass.Answer);

        both.shape.Should().Equal(2, 8);
        (both[1] - second[0]).abs().max().item<float>().Should().BeLessThan(1e-6f);
        (both[0] - both[1]).abs().max().item<float>().Should().BeGreaterThan(1e-6f);
        tooShort.Should().Throw<ArgumentException>().WithMessage("Expected [batch, 5], got [2, 4].*");
    }
}
