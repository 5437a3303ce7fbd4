namespace Eidetic;

/// <summary>Whose vectors name the images where a recipe's identifiers are made of vectors and nobody gives <c>--eyes</c>.</summary>
internal enum RecipeEyes
{
    /// <summary>Those of the CLIP that the model brings where it brings one, else the shared space of the eyes that ship.</summary>
    Auto,

    /// <summary>Those of the CLIP that the model brings, and none other.</summary>
    Model,

    /// <summary>The shared space of the eyes that ship.</summary>
    Shipped,
}
