namespace Eidetic.Modeling;

/// <summary>The words that make a model write a caption.</summary>
internal static class CaptionPrompt
{
    /// <summary>The prompt for one picture.</summary>
    /// <param name="family">The model's.</param>
    /// <param name="text">What the user asks; taken as it is when it says where the picture goes; null for the family's own words.</param>
    /// <exception cref="ArgumentException">The text has a place for more than one picture.</exception>
    public static string For(string family, string? text)
    {
        var places = text?.Split(PromptText.Picture).Length - 1;
        if (places > 1)
            throw new ArgumentException($"Expected one {PromptText.Picture} in the prompt, found {places}.", nameof(text));

        if (places == 1)
            return text!;

        // SmolVLM was taught to chat (its chat_template); OpenFlamingo is shown pictures and what comes out (its README, "Generate text").
        return family == "smolvlm"
            ? $"<|im_start|>User:{PromptText.Picture}{text ?? "Describe the picture in one sentence."}<end_of_utterance>\nAssistant:"
            : $"{PromptText.Picture}{text ?? "Output:"}";
    }
}
