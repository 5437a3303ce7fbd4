using static TorchSharp.torch;

namespace Eidetic.Training;

/// <summary>What the decoder says at one step of a batch's paths.</summary>
/// <param name="Step">0-based.</param>
/// <param name="LogProbabilities">float32 [batch, tokens of the step], normalized over the tokens that the trie knows after each path.</param>
/// <param name="Codes">int64 [batch]: what each path takes; the number of the step's tokens where it has ended before.</param>
internal sealed record StepScores(int Step, Tensor LogProbabilities, Tensor Codes);
