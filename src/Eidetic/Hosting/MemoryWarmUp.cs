using Eidetic.Abstractions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Eidetic.Hosting;

/// <summary>Opens the memory when the application starts, and asks it once, so that no user waits for what is loaded with the first query.</summary>
internal sealed class MemoryWarmUp(IImageMemory memory, IOptions<EideticOptions> options) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken) => options.Value.IsWarmedUp
        ? memory.RecallAsync([RecallQuery.FromText("a picture")], new RecallOptions { Top = 1 }, cancellationToken)
        : Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
