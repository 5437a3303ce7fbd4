namespace Eidetic.Abstractions;

/// <summary>A way to name images by token sequences. Deterministic: same request and seed, same assignment. Safe to use from several threads.</summary>
public interface IIdentifierScheme
{
    /// <summary>Name as typed after <c>--identifiers</c>.</summary>
    string Name { get; }

    /// <summary>Whether a new image can be named from its vector alone, without training.</summary>
    bool CanNameNewImages { get; }

    /// <summary>Names every image of the request.</summary>
    /// <param name="request">The images, at least one.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <exception cref="ArgumentException">The request is empty or its lists differ in length.</exception>
    IdentifierAssignment Assign(IdentifierRequest request, CancellationToken cancellationToken = default);
}
