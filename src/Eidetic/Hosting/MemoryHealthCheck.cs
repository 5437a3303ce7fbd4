using Eidetic.Abstractions;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Eidetic.Hosting;

/// <summary>Whether the memory answers.</summary>
internal sealed class MemoryHealthCheck(IImageMemory memory) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            await memory.RecallAsync([RecallQuery.FromText("a picture")], new RecallOptions { Top = 1, Beams = 1 }, cancellationToken);
            return HealthCheckResult.Healthy(data: new Dictionary<string, object> { ["images"] = memory.Count });
        }
        catch (Exception exception) when (exception is EideticException or ObjectDisposedException)
        {
            return new HealthCheckResult(context.Registration.FailureStatus, exception.Message, exception);
        }
    }
}
