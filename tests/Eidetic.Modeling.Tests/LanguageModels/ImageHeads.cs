using Eidetic.Abstractions;
using static TorchSharp.torch;

namespace Eidetic.Modeling.Tests.LanguageModels;

/// <summary>Heads over images whose vectors are noise of length 1.</summary>
internal static class ImageHeads
{
    public const int Dim = 8;

    public static ImageHead Start(IMultimodalModel model, int images) => ImageHead.Start(model, Vectors(images), seed: 1, CPU);

    public static FeatureMatrix Vectors(int images)
    {
        var random = new Random(5);
        return new FeatureMatrix(Dim, [.. Enumerable.Range(0, images).SelectMany(_ =>
        {
            float[] vector = [.. Enumerable.Range(0, Dim).Select(_ => (float)(random.NextDouble() - 0.5))];
            var length = MathF.Sqrt(vector.Sum(v => v * v));
            return vector.Select(v => v / length);
        })]);
    }

    /// <summary>Log-probabilities of all images after a prompt, read by itself and computed number by number.</summary>
    public static double[] Expected(IMultimodalModel model, PromptText prompt, int images)
    {
        using var scope = NewDisposeScope();
        using var batch = PromptBatch.PadRight([model.Tokenize(prompt)], model.PaddingToken, CPU);
        using var seen = model.See([prompt.Pictures]);
        float[] state = [.. model.Read(batch, seen, null, ForwardPass.Answer).select(1, -1).data<float>()];
        float[] weight = [.. model.Parameters["image_head.weight"].data<float>()];
        var projected = Enumerable.Range(0, Dim).Select(d => state.Select((value, i) => (double)value * weight[d * state.Length + i]).Sum()).ToArray();
        var vectors = Vectors(images);
        var logits = Enumerable.Range(0, images).Select(image => projected.Select((value, d) => value * vectors[image][d]).Sum()).ToArray();
        var total = Math.Log(logits.Sum(Math.Exp));
        return [.. logits.Select(logit => logit - total)];
    }
}
