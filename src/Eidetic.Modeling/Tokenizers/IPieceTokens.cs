namespace Eidetic.Modeling;

/// <summary>Cuts pieces of text into the tokens of a vocabulary. Immutable and safe to use from several threads.</summary>
internal interface IPieceTokens
{
    /// <summary>The token of what the vocabulary lacks, or null where there is none.</summary>
    int? Unknown { get; }

    /// <summary>Cuts a piece.</summary>
    /// <param name="piece">The piece, in the letters of the vocabulary.</param>
    /// <param name="tokens">Receives its tokens.</param>
    void Encode(string piece, List<int> tokens);
}
