using Eidetic.Abstractions;
using Eidetic.Identifiers;

namespace Eidetic;

/// <summary>The part of a memory that a filter leaves.</summary>
/// <param name="Mask">The trie of these images alone.</param>
/// <param name="Outcome">How many they are, and why they are none.</param>
internal sealed record FilterMask(TrieMask Mask, FilterOutcome Outcome);
