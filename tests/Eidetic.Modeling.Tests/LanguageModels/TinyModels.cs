using Eidetic.Abstractions;
using static TorchSharp.torch;

namespace Eidetic.Modeling.Tests.LanguageModels;

/// <summary>The tiny published architectures with a tokenizer of letters, and pictures for them.</summary>
internal static class TinyModels
{
    public const string Idefics3 = "idefics3-tiny";
    public const string Flamingo = "open-flamingo-tiny";

    public static LetterTokenizer Tokenizer(string name) => name == Idefics3
        ? new LetterTokenizer(320, 3, ("<end_of_utterance>", 2), ("<image>", 290), ("<fake_token_around_image>", 291), ("<global-img>", 292))
        : new LetterTokenizer(128, 0, ("<|endofchunk|>", 125), ("<image>", 126), ("<PAD>", 127));

    public static IMultimodalModel Open(string name, LearningPlan? plan = null)
    {
        TorchRuntime.EnsureLoaded();
        var folder = Path.Combine(AppContext.BaseDirectory, "Fixtures", name);
        var config = File.ReadAllText(Path.Combine(folder, "config.json"));
        using var weights = SafetensorsFile.Open(Path.Combine(folder, "model.safetensors"));
        var scope = new ParameterScope(new CheckpointOrigin(weights, CPU), plan);
        return name == Idefics3
            ? new Idefics3Model(scope, Idefics3Config.Parse(config, "config.json"), Tokenizer(name))
            : new OpenFlamingoModel(scope, FlamingoConfig.Parse(config, "config.json"), Tokenizer(name));
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
