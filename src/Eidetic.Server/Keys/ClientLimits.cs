using System.Globalization;
using System.Threading.RateLimiting;
using Eidetic.Server.Requests;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.RateLimiting;

namespace Eidetic.Server.Keys;

/// <summary>How much a client may ask: so many requests a second on average, a few seconds' worth at once. A client is a key, or else an address.</summary>
internal static class ClientLimits
{
    private const int SecondsAtOnce = 4;

    /// <param name="limiter">The options to set.</param>
    /// <param name="perSecond">Requests a second of one client.</param>
    public static void Set(RateLimiterOptions limiter, int perSecond)
    {
        limiter.GlobalLimiter = PartitionedRateLimiter.Create<HttpContext, string>(context => RateLimitPartition.GetTokenBucketLimiter(
            ClientOf(context),
            _ => new TokenBucketRateLimiterOptions
            {
                TokenLimit = SecondsAtOnce * perSecond,
                TokensPerPeriod = perSecond,
                ReplenishmentPeriod = TimeSpan.FromSeconds(1),
                QueueLimit = 0,
            }));
        limiter.OnRejected = async (rejected, _) =>
        {
            rejected.HttpContext.Response.Headers.RetryAfter = 1.ToString(CultureInfo.InvariantCulture);
            await Problem.Of(
                StatusCodes.Status429TooManyRequests, FormattableString.Invariant($"Expected at most {perSecond} requests a second: ask again in a second.")).WriteAsync(rejected.HttpContext);
        };
    }

    private static string ClientOf(HttpContext context) =>
        context.Items[ApiKeyGuard.KeyName] as string ?? context.Connection.RemoteIpAddress?.ToString() ?? "unknown";
}
