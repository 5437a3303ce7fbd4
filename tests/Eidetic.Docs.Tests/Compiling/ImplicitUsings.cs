using Eidetic.Docs.Tests.Pages;

namespace Eidetic.Docs.Tests.Compiling;

/// <summary>The directives that the SDK gives, of the SDK that a page says to use: the web's where it shows such a project file, else the plain one.</summary>
internal static class ImplicitUsings
{
    private static readonly string[] Plain =
    [
        "System", "System.Collections.Generic", "System.IO", "System.Linq", "System.Net.Http", "System.Threading", "System.Threading.Tasks",
    ];

    private static readonly string[] Web =
    [
        "Microsoft.AspNetCore.Builder", "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Http", "Microsoft.AspNetCore.Routing",
        "Microsoft.Extensions.Configuration", "Microsoft.Extensions.DependencyInjection", "Microsoft.Extensions.Hosting", "Microsoft.Extensions.Logging",
        "System.Net.Http.Json",
    ];

    /// <summary>A source file of global directives; that of the web also opens the program to tests, as its SDK does.</summary>
    public static string For(MarkdownPage page)
    {
        var isWeb = page.Blocks.Any(block => block.Language == "xml" && block.Code.Contains("Microsoft.NET.Sdk.Web", StringComparison.Ordinal));
        var usings = (isWeb ? Plain.Concat(Web) : Plain).Select(name => $"global using {name};\n");
        return string.Concat(usings) + (isWeb ? "public partial class Program;\n" : "");
    }
}
