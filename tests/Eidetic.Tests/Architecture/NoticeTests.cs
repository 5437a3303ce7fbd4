using System.Xml.Linq;

namespace Eidetic.Tests.Architecture;

/// <summary>Whoever ships Eidetic finds every licence on one page.</summary>
public sealed class NoticeTests
{
    [Fact]
    public void Every_package_is_in_the_notices_with_its_version()
    {
        var rows = File.ReadAllLines(Repository.At("THIRD-PARTY-NOTICES.md")).Where(line => line.StartsWith('|')).ToList();
        var versions = XDocument.Load(Repository.At("Directory.Packages.props")).Descendants("PackageVersion")
            .ToDictionary(package => package.Attribute("Include")!.Value, package => package.Attribute("Version")!.Value);

        var used = BuildFiles().SelectMany(file => XDocument.Load(file).Descendants("PackageReference").Attributes("Include"))
            .Select(include => include.Value).Distinct().ToList();

        used.Should().Contain("TorchSharp").And.OnlyContain(package =>
            rows.Any(row => row.Contains(package, StringComparison.Ordinal) && row.Contains($"| {versions[package]} |", StringComparison.Ordinal)));
    }

    [Fact]
    public void Every_shipped_asset_is_in_the_notices()
    {
        var notices = File.ReadAllText(Repository.At("THIRD-PARTY-NOTICES.md"));
        var assets = Repository.At("assets");

        var folders = Directory.Exists(assets)
            ? Directory.EnumerateFiles(assets, "*", SearchOption.AllDirectories).Select(file => Path.GetDirectoryName(file)!).Distinct()
            : [];

        folders.Select(folder => Path.GetRelativePath(Repository.Root, folder).Replace('\\', '/'))
            .Should().OnlyContain(folder => notices.Contains(folder, StringComparison.Ordinal));
    }

    private static IEnumerable<string> BuildFiles() =>
        new[] { "src", "tests", "samples" }.SelectMany(top => Directory.GetDirectories(Repository.At(top)))
            .SelectMany(folder => Directory.GetFiles(folder, "*.csproj"))
            .Concat(Directory.GetFiles(Repository.At("eng"), "*.targets"))
            .Append(Repository.At("Directory.Build.targets"));
}
