using Eidetic.Modeling;
using static TorchSharp.torch;

namespace Eidetic.Training;

/// <summary>What a language model loses by its answers to prompts.</summary>
internal interface IAnswerLoss
{
    /// <summary>How many terms an answer adds to the sum.</summary>
    int TermsOf(IReadOnlyList<int> answer);

    /// <summary>The loss of some rows.</summary>
    /// <param name="prompts">What is asked.</param>
    /// <param name="answers">The right answers, as in <see cref="LanguageSet.Identifiers"/>.</param>
    /// <param name="pass">How the pass runs.</param>
    /// <returns>float32 [], summed over the terms of all answers.</returns>
    Tensor Of(IReadOnlyList<PromptText> prompts, IReadOnlyList<IReadOnlyList<int>> answers, ForwardPass pass);
}
