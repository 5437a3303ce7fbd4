using Eidetic.Abstractions;
using static TorchSharp.torch;

namespace Eidetic.Modeling.Tests.LanguageModels;

/// <summary>The tiny published architectures with a tokenizer of letters, and pictures for them.</summary>
internal static class TinyModels
{
    public const string Idefics3 = TinyTokenizers.Idefics3;
    public const string Flamingo = TinyTokenizers.Flamingo;

    public static IMultimodalModel Open(string name, LearningPlan? plan = null)
    {
        TorchRuntime.EnsureLoaded();
        var folder = Path.Combine(AppContext.BaseDirectory, "Fixtures", name);
        var config = File.ReadAllText(Path.Combine(folder, "config.json"));
        using var weights = SafetensorsFile.Open(Path.Combine(folder, "model.safetensors"));
        var scope = new ParameterScope(new CheckpointOrigin(weights, CPU), plan);
        return name == Idefics3
            ? new Idefics3Model(scope, Idefics3Config.Parse(config, "config.json"), TinyTokenizers.For(name))
            : new OpenFlamingoModel(scope, FlamingoConfig.Parse(config, "config.json"), TinyTokenizers.For(name));
    }

    /// <summary>Everything but the eyes is learned.</summary>
    public static LearningPlan AllButEyes(int newTokens = 0) =>
        new() { IsLearned = name => !name.Contains("vision", StringComparison.Ordinal), NewTokens = newTokens };

    /// <summary>A picture of 32 times 32, of noise that its seed decides.</summary>
    public static PreparedPicture Picture(int seed)
    {
        var pixels = new byte[32 * 32 * 3];
        new Random(seed).NextBytes(pixels);
        return new PreparedPicture([new RgbImage(32, 32, pixels)], 0, 0);
    }

    /// <summary>A gray picture that says nothing.</summary>
    public static PreparedPicture Padding { get; } = new([new RgbImage(32, 32, [.. Enumerable.Repeat((byte)127, 32 * 32 * 3)])], 0, 0);
}
