namespace Eidetic.Server.Images;

/// <summary>Where an image is.</summary>
/// <param name="Self">What the memory knows about it.</param>
/// <param name="File">Its bytes as they were memorized.</param>
/// <param name="Thumbnail">A small picture of it.</param>
internal sealed record ImageLinks(string Self, string File, string Thumbnail)
{
    public static ImageLinks Of(string key)
    {
        var self = "/v1/images/" + Uri.EscapeDataString(key);
        return new ImageLinks(self, self + "/file", self + "/thumbnail");
    }
}
