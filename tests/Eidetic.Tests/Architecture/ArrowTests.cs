using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Xml.Linq;

namespace Eidetic.Tests.Architecture;

/// <summary>Arrows between projects point one way, and what needs no tensors loads without libtorch.</summary>
public sealed class ArrowTests
{
    private static readonly Dictionary<string, string[]> AllowedProjects = new(StringComparer.Ordinal)
    {
        ["Eidetic.Abstractions"] = [],
        ["Eidetic.Data"] = ["Eidetic.Abstractions"],
        ["Eidetic.Identifiers"] = ["Eidetic.Abstractions"],
        ["Eidetic.Retrieval"] = ["Eidetic.Abstractions", "Eidetic.Identifiers"],
        ["Eidetic.Evaluation"] = ["Eidetic.Abstractions"],
        ["Eidetic.Modeling"] = ["Eidetic.Abstractions"],
        ["Eidetic.Training"] = ["Eidetic.Abstractions", "Eidetic.Modeling", "Eidetic.Identifiers"],
        ["Eidetic"] =
        [
            "Eidetic.Abstractions", "Eidetic.Data", "Eidetic.Identifiers", "Eidetic.Retrieval", "Eidetic.Evaluation", "Eidetic.Modeling",
            "Eidetic.Training",
        ],
        ["Eidetic.Extensions.AI"] = ["Eidetic.Abstractions"],
        ["Eidetic.Cli"] = ["Eidetic", "Eidetic.Server"],
        ["Eidetic.Server"] = ["Eidetic"],
    };

    // What an application would reference, and no more.
    private static readonly Dictionary<string, string[]> AllowedInSamples = new(StringComparer.Ordinal)
    {
        ["AspNetCore"] = ["Eidetic"],
        ["Chat"] = ["Eidetic", "Eidetic.Extensions.AI"],
        ["Console"] = ["Eidetic"],
    };

    public static TheoryData<string> Samples => new(Directory.GetDirectories(Repository.At("samples")).Select(folder => Path.GetFileName(folder)));

    public static TheoryData<string> Projects => new(Repository.Projects);

    public static TheoryData<string> ProjectsWithoutTensors =>
        new("Eidetic.Abstractions", "Eidetic.Data", "Eidetic.Identifiers", "Eidetic.Retrieval", "Eidetic.Evaluation");

    [Theory]
    [MemberData(nameof(Projects))]
    public void A_project_references_only_what_the_table_allows(string project)
    {
        var references = Repository.Includes(project, "ProjectReference").Select(path => Path.GetFileNameWithoutExtension(path.Replace('\\', '/')));

        AllowedProjects.Should().ContainKey(project, "a new project needs its arrows written down here and in docs/code-map.md");
        references.Should().BeSubsetOf(AllowedProjects[project]);
    }

    [Theory]
    [MemberData(nameof(Samples))]
    public void A_sample_is_one_project_that_references_what_an_application_would(string sample)
    {
        var project = XDocument.Load(Repository.At("samples", sample, $"{sample}Sample.csproj"));

        var references = project.Descendants("ProjectReference").Attributes("Include").Select(include => Path.GetFileNameWithoutExtension(include.Value));

        AllowedInSamples.Should().ContainKey(sample, "a new sample needs its arrows written down here and in docs/code-map.md");
        references.Should().BeEquivalentTo(AllowedInSamples[sample]);
        File.Exists(Repository.At("samples", sample, "README.md")).Should().BeTrue("a sample says what it shows and how to run it");
    }

    [Theory]
    [MemberData(nameof(Projects))]
    public void A_built_library_references_only_what_its_projects_hand_it(string project)
    {
        var references = ReferencesOf(project);

        references.Should().Contain("System.Runtime", "the library lies beside the tests");
        references.Where(name => name == "Eidetic" || name.StartsWith("Eidetic.", StringComparison.Ordinal)).Should().BeSubsetOf(Reachable(project));
    }

    [Theory]
    [MemberData(nameof(ProjectsWithoutTensors))]
    public void What_needs_no_tensors_asks_for_no_TorchSharp_package(string project)
    {
        var packages = Reachable(project).Append(project).SelectMany(reached => Repository.Includes(reached, "PackageReference"));

        packages.Should().NotContain(package => IsTorch(package));
    }

    [Theory]
    [MemberData(nameof(ProjectsWithoutTensors))]
    public void What_needs_no_tensors_is_built_without_TorchSharp(string project)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var open = new Queue<string>([project]);
        while (open.TryDequeue(out var assembly))
        {
            foreach (var reference in ReferencesOf(assembly).Where(seen.Add))
            {
                open.Enqueue(reference);
            }
        }

        seen.Should().Contain("System.Runtime").And.NotContain(assembly => IsTorch(assembly));
    }

    [Theory]
    [InlineData("TorchSharp", "Eidetic.Modeling")]
    [InlineData("SkiaSharp", "Eidetic.Data")]
    [InlineData("Microsoft.Data.Sqlite", "Eidetic.Data")]
    public void A_heavy_package_enters_through_one_project(string package, string project)
    {
        var users = Repository.Projects.Where(user => Repository.Includes(user, "PackageReference").Contains(package));

        users.Should().Equal(project);
    }

    [Fact]
    public void The_references_of_a_library_that_uses_tensors_are_seen() => ReferencesOf("TorchSharp").Should().Contain("System.Runtime");

    private static bool IsTorch(string name) => name.Contains("torch", StringComparison.OrdinalIgnoreCase);

    private static HashSet<string> Reachable(string project)
    {
        var reached = new HashSet<string>(StringComparer.Ordinal);
        var open = new Queue<string>(AllowedProjects[project]);
        while (open.TryDequeue(out var next))
        {
            if (reached.Add(next))
            {
                AllowedProjects[next].ToList().ForEach(open.Enqueue);
            }
        }

        return reached;
    }

    // Read from the file, not by loading: no code of the library runs. Assemblies of the runtime itself are not followed.
    private static List<string> ReferencesOf(string assembly)
    {
        var file = Path.Combine(AppContext.BaseDirectory, $"{assembly}.dll");
        if (!File.Exists(file))
        {
            return [];
        }

        using var image = new PEReader(File.OpenRead(file));
        var metadata = image.GetMetadataReader();
        return [.. metadata.AssemblyReferences.Select(handle => metadata.GetString(metadata.GetAssemblyReference(handle).Name))];
    }
}
