using AspNetCoreSample;
using Eidetic;
using Eidetic.Abstractions;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.AspNetCore.StaticFiles;

var builder = WebApplication.CreateBuilder(args);
var folder = builder.Configuration["Memory"] ?? "emoji.memory";
if (!ImageMemory.Exists(folder))
{
    // An application would find a memory that is there; this one learns its pictures when it is started for the first time.
    var source = builder.Configuration["Pictures"] ?? "emoji";
    Console.WriteLine($"Memorizing {source} into {folder}, which takes two to three minutes.");
    await ImageMemory.MemorizeAsync(new MemorizeOptions { Source = source, Memory = folder, TimeBudget = TimeSpan.FromMinutes(2) });
}

builder.Services.AddEidetic(options => options.Memory = folder);

var app = builder.Build();
var types = new FileExtensionContentTypeProvider();

app.UseDefaultFiles();
app.UseStaticFiles();

app.MapGet("/search", async (string query, IImageMemory memory, CancellationToken cancellationToken) =>
{
    if (string.IsNullOrWhiteSpace(query) || query.Length > 1000)
    {
        return Results.BadRequest("Expected a description of 1 to 1,000 characters.");
    }

    var results = await memory.RecallAsync([RecallQuery.FromText(query)], new RecallOptions { Top = 12 }, cancellationToken);
    return Results.Ok(results[0].Hits.Select(hit => new FoundImage(hit.Key, hit.Probability, hit.Confidence)));
});

// A key is looked up in the memory and is no path, so it leads to no other file.
app.MapGet("/images/{**key}", (string key, ImageMemory memory) =>
    types.TryGetContentType(key, out var type) && memory.OpenImage(key) is { } bytes ? Results.Stream(bytes, type) : Results.NotFound());

app.MapHealthChecks("/readyz", new HealthCheckOptions { Predicate = check => check.Tags.Contains("ready") });
await app.RunAsync();
