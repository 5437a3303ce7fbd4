using System.IO.Compression;
using System.Xml.Linq;

/// <summary>Looks into packages: what each must hold, what none may hold, and how large it is.</summary>
internal static class Contents
{
    private const long MostBytes = 250_000_000;

    private static readonly string[] Torch = ["libtorch-cpu-linux-x64", "libtorch-cpu-win-x64", "libtorch-cpu-osx-arm64"];

    private static readonly Dictionary<string, string[]> Needed = new(StringComparer.Ordinal)
    {
        ["Eidetic.Data"] = ["buildTransitive/Eidetic.Data.targets", "assets/emoji/images.zip", "assets/emoji/captions.jsonl"],
        ["Eidetic.Modeling"] =
        [
            "buildTransitive/Eidetic.Modeling.targets", "assets/encoders/mobilenet-v2/labels.txt", "assets/encoders/use-lite/vocab.tsv",
            "assets/tokenizers/clip/bpe_simple_vocab_16e6.txt.gz",
        ],
    };

    public static int Check(string folder)
    {
        var packages = Directory.GetFiles(folder, "*.nupkg").Order(StringComparer.Ordinal).ToList();
        var wrong = packages.SelectMany(Problems).ToList();
        if (packages.Count == 0)
            wrong.Add($"There is no package in {folder}.");

        foreach (var package in packages)
            Console.WriteLine($"{new FileInfo(package).Length / 1e6,8:F1} MB  {Path.GetFileName(package)}");
        wrong.ForEach(Console.Error.WriteLine);
        return wrong.Count == 0 ? 0 : 1;
    }

    private static List<string> Problems(string package)
    {
        var wrong = new List<string>();
        using var zip = ZipFile.OpenRead(package);
        var names = zip.Entries.Select(entry => entry.FullName).ToList();
        var nuspec = XDocument.Load(zip.Entries.Single(entry => entry.FullName.EndsWith(".nuspec", StringComparison.Ordinal)).Open()).Root!;
        var space = nuspec.Name.Namespace;
        var metadata = nuspec.Element(space + "metadata")!;
        string Said(string name) => metadata.Element(space + name)?.Value ?? "";
        var id = Said("id");

        void Expect(bool holds, string what)
        {
            if (!holds)
                wrong.Add($"{id}: {what}");
        }

        Expect(Said("description").Length > 20 && Said("description") != "Package Description", "no description");
        Expect(Said("readme") == "README.md" && names.Contains("README.md"), "no README.md");
        Expect(Said("license") == "MIT" && names.Contains("LICENSE") && names.Contains("THIRD-PARTY-NOTICES.md"), "no licence or notices");
        Expect(Said("tags").Length > 0, "no tags");
        var repository = metadata.Element(space + "repository")?.Attribute("url")?.Value;
        Expect(repository is null || repository.StartsWith("https://", StringComparison.Ordinal), $"the repository is {repository}");
        Expect(new FileInfo(package).Length < MostBytes, $"{new FileInfo(package).Length} bytes, of at most {MostBytes}");
        Expect(!names.Any(name => name.StartsWith("content", StringComparison.Ordinal)), "files in content or contentFiles, which nobody copies");

        if (names.Any(name => name.StartsWith("tools/", StringComparison.Ordinal)))
            CheckTool(id, names, Expect);
        else
            CheckLibrary(id, package, names, metadata, Expect);
        return wrong;
    }

    private static void CheckLibrary(string id, string package, List<string> names, XElement metadata, Action<bool, string> expect)
    {
        expect(names.Contains($"lib/net10.0/{id}.dll") && names.Contains($"lib/net10.0/{id}.xml"), "no library with its documentation");
        expect(File.Exists(Path.ChangeExtension(package, ".snupkg")), "no symbols beside it");
        foreach (var needed in Needed.GetValueOrDefault(id, []))
            expect(names.Contains(needed), $"no {needed}");

        var libraries = names.Where(name => name.EndsWith(".dll", StringComparison.Ordinal) || name.EndsWith(".so", StringComparison.Ordinal));
        expect(libraries.Count() == 1, $"more than its own library: {string.Join(", ", libraries)}");
        if (id == "Eidetic.Modeling")
        {
            var dependencies = metadata.Descendants().Attributes("id").Select(name => name.Value).ToList();
            expect(!Torch.Except(dependencies).Any(), $"not every libtorch among {string.Join(", ", dependencies)}");
        }
    }

    private static void CheckTool(string id, List<string> names, Action<bool, string> expect)
    {
        expect(names.Any(name => name.EndsWith("DotnetToolSettings.xml", StringComparison.Ordinal)), "no settings of the tool");
        if (id == "Eidetic.Cli")
        {
            expect(!names.Any(name => name.EndsWith(".dll", StringComparison.Ordinal)), "libraries in the package that only names others");
            return;
        }

        var system = id["Eidetic.Cli.".Length..];
        var torch = system.StartsWith("win", StringComparison.Ordinal) ? "torch_cpu.dll" : system.StartsWith("osx", StringComparison.Ordinal) ? "libtorch_cpu.dylib" : "libtorch_cpu.so";
        foreach (var needed in new[] { torch, "LICENSE-LIBTORCH.txt", "Eidetic.Cli.dll", "encoders/use-lite/vocab.tsv", "tokenizers/clip/README.md", "emoji/images.zip" })
            expect(names.Contains($"tools/net10.0/{system}/{needed}"), $"no {needed}");
        string[] stray = [".pdb", ".xml", "_python.so", "_python.dylib"];
        var found = names.Where(name => !name.EndsWith("DotnetToolSettings.xml", StringComparison.Ordinal) && name.StartsWith("tools/", StringComparison.Ordinal))
            .Where(name => stray.Any(end => name.EndsWith(end, StringComparison.Ordinal)) || name.Contains("/runtimes/", StringComparison.Ordinal)).ToList();
        expect(found.Count == 0, $"files that running does not need: {string.Join(", ", found)}");
    }
}
