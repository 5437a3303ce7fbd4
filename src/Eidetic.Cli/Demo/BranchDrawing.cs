using System.Globalization;

namespace Eidetic.Cli.Demo;

/// <summary>What lies below a token: how many images, the words that set them apart, and a few of them as pictures.</summary>
internal static class BranchDrawing
{
    public static Html Draw(DemoBranch branch)
    {
        var count = branch.Images == 1
            ? branch.Examples is [var only] ? only.Name : "this image alone"
            : string.Create(CultureInfo.InvariantCulture, $"{branch.Images:N0} images");
        var words = branch.Words.Count == 0 ? "" : $": {string.Join(", ", branch.Words)}";
        return new Html("span", "holds").Add(
            branch.Examples.Count == 0 ? null : new Html("span", "thumbs").Add(branch.Examples.Select(PictureSheet.Use)),
            new Html("span").Text(count + words));
    }
}
