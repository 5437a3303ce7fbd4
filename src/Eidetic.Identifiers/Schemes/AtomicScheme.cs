using Eidetic.Abstractions;

namespace Eidetic.Identifiers;

/// <summary>
/// GRACE's atomic identifiers (§3.2): every image is one token, named by its key, in the ordinal order of keys. The tokens' vectors are
/// the images' own, the frozen matrix of the paper; they share the request's memory where its keys are in order.
/// </summary>
internal sealed class AtomicScheme : KeyOrderedScheme
{
    public const string SchemeName = "atomic";

    public override string Name => SchemeName;

    protected override IdentifierAssignment AssignOrdered(IdentifierRequest request, CancellationToken cancellationToken) => new()
    {
        Vocabulary = new IdentifierVocabulary([.. request.Keys]),
        Identifiers = [.. Enumerable.Range(0, request.Keys.Count).Select(image => new ImageIdentifier(image, [image]))],
        TokenVectors = request.Vectors,
        IsAtomic = true,
    };
}
