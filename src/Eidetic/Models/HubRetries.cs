using System.Net.Http;

namespace Eidetic;

/// <summary>Tries again after trouble with the network, with growing pauses, as long as something comes through.</summary>
/// <param name="time">The clock of the pauses.</param>
/// <param name="firstPause">The first pause; each further one is twice as long.</param>
internal sealed class HubRetries(TimeProvider time, TimeSpan firstPause)
{
    private const int MostFruitless = 5;

    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(60);

    /// <summary>Runs something until it succeeds.</summary>
    /// <param name="attempt">What to do.</param>
    /// <param name="progress">A number that grows when something came through; failures are counted from there.</param>
    /// <param name="note">Receives what went wrong and is tried again.</param>
    /// <param name="what">What is fetched, for messages.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <exception cref="ModelException">It failed too often in a row.</exception>
    public async Task RunAsync(
        Func<Task> attempt, Func<long> progress, Action<string> note, string what, CancellationToken cancellationToken)
    {
        for (var fruitless = 0; ; fruitless++)
        {
            var before = progress();
            try
            {
                await attempt();
                return;
            }
            catch (Exception exception) when (exception is HttpRequestException or IOException && !cancellationToken.IsCancellationRequested)
            {
                fruitless = progress() > before ? 0 : fruitless;
                if (fruitless + 1 >= MostFruitless)
                {
                    throw new ModelException(
                        $"{what} could not be fetched in {MostFruitless} tries: {exception.Message}; run the same command again, it goes on where it stopped.",
                        exception);
                }

                var pause = TimeSpan.FromTicks(Math.Min(LongestPause.Ticks, firstPause.Ticks << fruitless));
                note($"{exception.Message}; trying again");
                await Task.Delay(pause, time, cancellationToken);
            }
        }
    }
}
