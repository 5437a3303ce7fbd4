using Eidetic.Abstractions;
using static TorchSharp.torch;

namespace Eidetic.Modeling;

/// <summary>Writes captions of pictures with a multimodal language model. Safe to use from several threads.</summary>
internal sealed class PictureCaptioner
{
    private readonly IMultimodalModel _model;
    private readonly PictureCaptionOptions _options;
    private readonly string _prompt;
    private readonly Device _device;

    /// <param name="model">Stays the caller's.</param>
    /// <param name="options">How captions are written.</param>
    /// <param name="device">Where the model computes.</param>
    public PictureCaptioner(IMultimodalModel model, PictureCaptionOptions options, Device device)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Count, 1, nameof(options));
        if (options.Beams < options.Count)
            throw new ArgumentException($"Expected at least as many beams as captions, got {options.Beams} for {options.Count}.", nameof(options));

        _ = new NucleusSampler(options.TopP, options.Temperature, seed: 0); // Wrong shares are refused before the first picture.
        (_model, _options, _device) = (model, options, device);
        _prompt = CaptionPrompt.For(model.Family, options.Prompt);
    }

    /// <summary>Writes captions, the likeliest first where beams find them.</summary>
    /// <param name="picture">The picture, prepared for the model.</param>
    /// <param name="seed">Of the draws; same seed, same captions.</param>
    /// <returns>At most the captions wanted, each one line, none empty, none twice.</returns>
    public IReadOnlyList<string> Caption(PreparedPicture picture, int seed)
    {
        using var scope = NewDisposeScope();
        using var pictures = _model.See([[picture]]);
        using var prompt = PromptBatch.PadLeft([_model.Tokenize(new PromptText(_prompt, [picture]))], _model.PaddingToken, _device);
        return [.. Write(prompt, pictures, seed).Select(tokens => OneLine(_model.Tokenizer.Decode(tokens)))
            .Where(text => text.Length > 0).Distinct(StringComparer.Ordinal).Take(_options.Count)];
    }

    private IEnumerable<IReadOnlyList<int>> Write(TokenBatch prompt, PictureStates? pictures, int seed)
    {
        var generation = new GenerationOptions { MaxTokens = _options.MaxTokens, EndToken = _model.EndToken };
        if (_options.Beams is { } beams)
            return new BeamGenerator(beams, lengthPenalty: 1, generation).Generate(_model, prompt, pictures).Select(text => text.Tokens);

        var sampler = new NucleusSampler(_options.TopP, _options.Temperature, seed);
        return new TokenGenerator(sampler, generation with { Copies = _options.Count }).Generate(_model, prompt, pictures);
    }

    private static string OneLine(string text) =>
        string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)); // at white space of any kind
}
