using Eidetic.Abstractions;
using static TorchSharp.torch;

namespace Eidetic.Modeling;

/// <summary>
/// A language model with eyes, from a published checkpoint. It reads prompts of text and pictures, and scores what follows. Immutable while
/// it answers: what a decoding needs travels in its cache. Safe to use from several threads; dispose it when done.
/// </summary>
internal interface IMultimodalModel : ILanguageModel, IDisposable
{
    /// <summary>Short name of the family, as in <c>smolvlm</c>.</summary>
    string Family { get; }

    /// <summary>All tokens that can be read and scored, new identifier tokens last.</summary>
    int Vocabulary { get; }

    /// <summary>Tokens of the published model; new identifier tokens are numbered from here.</summary>
    int PublishedVocabulary { get; }

    /// <summary>Length of a state.</summary>
    int Width { get; }

    /// <summary>Its parameters by published name, and those that are learned.</summary>
    ModelParameters Parameters { get; }

    /// <summary>Cuts texts into tokens.</summary>
    ITextTokenizer Tokenizer { get; }

    /// <summary>How pictures are prepared for it.</summary>
    PicturePreparation Preparation { get; }

    /// <summary>Fills pads in batches.</summary>
    int PaddingToken { get; }

    /// <summary>The token that ends an answer.</summary>
    int EndToken { get; }

    /// <summary>Cuts a prompt into tokens; each picture becomes the tokens that stand for it.</summary>
    IReadOnlyList<int> Tokenize(PromptText prompt);

    /// <summary>Looks at the pictures of a batch with the frozen tower.</summary>
    /// <param name="pictures">For each row its pictures, in order; rows may have none.</param>
    /// <returns>The states, or null when there is no picture at all.</returns>
    PictureStates? See(IReadOnlyList<IReadOnlyList<PreparedPicture>> pictures);

    /// <summary>Scores only the new identifier tokens.</summary>
    /// <param name="states">float32 [.., width].</param>
    /// <returns>float32 [.., vocabulary - published vocabulary] logits.</returns>
    Tensor ScoreNew(Tensor states);
}
