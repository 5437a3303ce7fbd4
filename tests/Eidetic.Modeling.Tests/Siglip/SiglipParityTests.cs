using Eidetic.Modeling.Tests.Clip;
using static TorchSharp.torch;

namespace Eidetic.Modeling.Tests.Siglip;

/// <summary>Both towers against a second implementation of the published architecture (the fixture's make.py), which is not the reference.</summary>
public class SiglipParityTests
{
    [Fact]
    public void Eyes_ears_and_the_logits_between_them_agree()
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        using var fixture = new TowerFixture("siglip-whole-tiny");
        using var config = System.Text.Json.JsonDocument.Parse(File.ReadAllBytes(Path.Combine(fixture.Folder, "config.json")));
        using var model = new SiglipModel(new ParameterScope(new CheckpointOrigin(fixture.Weights, CPU)), SiglipConfig.Read(config.RootElement, "config.json"));

        var images = model.Vision.Pool(model.Vision.Forward(fixture.Input("pixel_values"), ForwardPass.Answer), ForwardPass.Answer);
        var texts = model.Text.Forward(fixture.Input("input_ids"), ForwardPass.Answer);

        model.Parameters.RequireAllTaken(fixture.Weights);
        fixture.Difference(images, "image_pooled").Should().BeLessThan(2e-5f);
        fixture.Difference(texts, "text_pooled").Should().BeLessThan(2e-5f);
        fixture.Difference(model.Compare(images, texts), "logits_per_image").Should().BeLessThan(2e-4f);
    }
}
