using Eidetic.Abstractions;

namespace Eidetic.Identifiers;

/// <summary>The identifier schemes by name: the five of GRACE (arXiv 2402.10805, §3.2) and <c>residual</c>.</summary>
public static class IdentifierSchemes
{
    /// <summary>The scheme used when none is named: <c>residual</c>.</summary>
    public const string Default = ResidualScheme.SchemeName;

    /// <summary>Names of the schemes, the paper's first.</summary>
    public static IReadOnlyList<string> Names { get; } =
    [
        StringScheme.SchemeName, NumericScheme.SchemeName, SemanticScheme.SchemeName,
        StructuredScheme.SchemeName, AtomicScheme.SchemeName, ResidualScheme.SchemeName,
    ];

    /// <summary>Makes a scheme.</summary>
    /// <param name="name">One of <see cref="Names"/>.</param>
    /// <param name="options">Null for the defaults. A scheme ignores the options of the others.</param>
    /// <exception cref="ArgumentException">The name is unknown, or an option is out of range.</exception>
    public static IIdentifierScheme Create(string name, IdentifierSchemeOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(name);
        options ??= new IdentifierSchemeOptions();
        options.Check();
        return name switch
        {
            StringScheme.SchemeName => new StringScheme(),
            NumericScheme.SchemeName => new NumericScheme(),
            SemanticScheme.SchemeName => new SemanticScheme(options),
            StructuredScheme.SchemeName => new StructuredScheme(options),
            AtomicScheme.SchemeName => new AtomicScheme(),
            ResidualScheme.SchemeName => new ResidualScheme(options),
            _ => throw new ArgumentException($"Expected an identifier scheme ({string.Join(", ", Names)}), got '{name}'.", nameof(name)),
        };
    }
}
