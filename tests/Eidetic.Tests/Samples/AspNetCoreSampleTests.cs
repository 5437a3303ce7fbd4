using System.Diagnostics;
using System.Net;
using System.Text.Json;
using Eidetic.Tests.Architecture;
using Eidetic.Tests.Memories;

namespace Eidetic.Tests.Samples;

[Collection(TorchTests.Name)]
public sealed class AspNetCoreSampleTests(LearnedMemory learned)
{
    private const string Listening = "Now listening on: ";

    [Fact]
    public async Task It_serves_a_page_answers_searches_and_shows_images()
    {
        using var application = Start(learned.Options.Memory);
        using var client = new HttpClient { BaseAddress = await AddressAsync(application), Timeout = TimeSpan.FromSeconds(30) };

        try
        {
            var page = await client.GetStringAsync("/");
            var found = JsonDocument.Parse(await client.GetStringAsync("/search?query=a%20green%20square")).RootElement;
            var image = await client.GetAsync($"/images/{found[0].GetProperty("key").GetString()}");
            var refused = await client.GetAsync("/search?query=%20");
            var missing = await client.GetAsync("/images/..%2Fcaptions.jsonl");
            var health = await client.GetStringAsync("/readyz");

            page.Should().Contain("/search?");
            found.EnumerateArray().Select(hit => hit.GetProperty("key").GetString()).Should().HaveCount(12).And.Contain("green-square.png");
            image.Content.Headers.ContentType!.MediaType.Should().Be("image/png");
            (await image.Content.ReadAsByteArrayAsync()).Should().StartWith([0x89, (byte)'P', (byte)'N', (byte)'G']);
            refused.StatusCode.Should().Be(HttpStatusCode.BadRequest);
            missing.StatusCode.Should().Be(HttpStatusCode.NotFound);
            health.Should().Be("Healthy");
        }
        finally
        {
            application.Kill(entireProcessTree: true);
            await application.WaitForExitAsync();
        }
    }

    // The same configuration as these tests, whose output ends with bin/Release/net10.0.
    private static Process Start(string memory)
    {
        var output = new DirectoryInfo(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory));
        var sample = Repository.At("samples", "AspNetCore");
        var program = Path.Combine(sample, "bin", output.Parent!.Name, output.Name, "AspNetCoreSample.dll");
        return Process.Start(new ProcessStartInfo("dotnet", [program, "--urls", "http://127.0.0.1:0", "--Memory", memory])
        {
            WorkingDirectory = sample,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
    }

    private static async Task<Uri> AddressAsync(Process application)
    {
        List<string> lines = [];
        while (await application.StandardOutput.ReadLineAsync().WaitAsync(TimeSpan.FromMinutes(1)) is { } line)
        {
            lines.Add(line);
            if (line.IndexOf(Listening, StringComparison.Ordinal) is var start and >= 0)
            {
                // What it goes on to log must go somewhere.
                _ = application.StandardOutput.ReadToEndAsync();
                return new Uri(line[(start + Listening.Length)..]);
            }
        }

        throw new InvalidOperationException($"Expected '{Listening}…', found: {string.Join('\n', lines)}{await application.StandardError.ReadToEndAsync()}");
    }
}
