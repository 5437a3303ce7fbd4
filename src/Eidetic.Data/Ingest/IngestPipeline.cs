using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Eidetic.Abstractions;

namespace Eidetic.Data;

/// <summary>Runs the reader over a source on background threads and hands the outcomes out in source order. For one pass only.</summary>
internal sealed class IngestPipeline(ImageReader reader, int workers, int ahead) : IDisposable
{
    /// <summary>An image that was read, or why it was not.</summary>
    internal readonly record struct Outcome(IngestedImage? Image, SourceProblem? Problem);

    private readonly Channel<Task<Outcome>> _outcomes = Channel.CreateBounded<Task<Outcome>>(ahead);
    private readonly SemaphoreSlim _slots = new(workers);

    public async IAsyncEnumerable<Outcome> RunAsync(
        IImageSource source, Action<SourceProblem> report, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var producing = Task.Run(() => ProduceAsync(source, report, stop.Token), CancellationToken.None);
        try
        {
            await foreach (var outcome in _outcomes.Reader.ReadAllAsync(cancellationToken))
            {
                yield return await outcome;
            }
        }
        finally
        {
            await stop.CancelAsync();
            await producing;
            await DrainAsync();
        }
    }

    public void Dispose() => _slots.Dispose();

    /// <summary>Never throws: what goes wrong with the source itself is handed to the reader of the channel.</summary>
    private async Task ProduceAsync(IImageSource source, Action<SourceProblem> report, CancellationToken cancellationToken)
    {
        try
        {
            await foreach (var image in source.ReadAsync(report, cancellationToken))
            {
                await _slots.WaitAsync(cancellationToken);
                var outcome = Task.Run(() => ReadAsync(image, cancellationToken), CancellationToken.None);
                await _outcomes.Writer.WriteAsync(outcome, cancellationToken);
            }

            _outcomes.Writer.Complete();
        }
        catch (Exception exception)
        {
            _outcomes.Writer.Complete(exception);
        }
    }

    private async Task<Outcome> ReadAsync(SourceImage image, CancellationToken cancellationToken)
    {
        try
        {
            return new Outcome(await reader.ReadAsync(image, cancellationToken), Problem: null);
        }
        catch (EideticException exception)
        {
            return new Outcome(Image: null, new SourceProblem(image.Key, $"{exception.Message} The image was left out."));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return new Outcome(Image: null, new SourceProblem(image.Key, $"The file cannot be read ({exception.Message}) and was left out."));
        }
        finally
        {
            _slots.Release();
        }
    }

    /// <summary>Waits for every read under way, so that nothing runs on behind the caller's back; all slots free means all have ended.</summary>
    private async Task DrainAsync()
    {
        for (var slot = 0; slot < workers; slot++)
        {
            await _slots.WaitAsync(CancellationToken.None);
        }
    }
}
