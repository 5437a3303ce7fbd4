namespace Eidetic.Tests.Gallery;

/// <summary>What somebody looks at the gallery with.</summary>
internal sealed record GalleryView
{
    /// <summary>A phone, held upright.</summary>
    public static GalleryView Phone { get; } = new() { Width = 390, Height = 844 };

    public int Width { get; init; } = 1280;

    public int Height { get; init; } = 860;

    public bool IsDark { get; init; }
}
