using System.Net;

namespace Eidetic;

/// <summary>
/// Brings one file here. It grows under the name <c>*.partial</c>, goes on from there after a lost connection or an interruption, and takes
/// its own name only when its content is what the listing promised.
/// </summary>
internal sealed class HubDownload(HubConnection hub, HubRetries retries, string target, HubFile file, Uri address)
{
    private static readonly TimeSpan Stall = TimeSpan.FromSeconds(60);

    private readonly string _partial = target + PartialEnding;

    /// <summary>What the name of a file that is not whole ends with.</summary>
    public const string PartialEnding = ".partial";

    /// <summary>Bytes that came over the network.</summary>
    public long Fetched { get; private set; }

    /// <summary>Fetches the file.</summary>
    /// <param name="here">Receives how many of its bytes are here.</param>
    /// <param name="note">Receives what went wrong and is tried again.</param>
    /// <param name="cancellationToken">Stops; what came stays for the next time.</param>
    /// <exception cref="ModelException">The server gives up or lies, or the disk is full.</exception>
    public async Task RunAsync(Action<long> here, Action<string> note, CancellationToken cancellationToken)
    {
        DiskErrors.Guard(() => Directory.CreateDirectory(Path.GetDirectoryName(target)!), target);
        var isResumed = PartialLength() > 0;
        await FillAsync(here, note, cancellationToken);
        var found = await file.Digest.OfAsync(_partial, cancellationToken);
        if (found != file.Digest.Hex && isResumed)
        {
            note($"{file.Name}: what an earlier run left belongs to other content; fetching it anew");
            File.Delete(_partial);
            await FillAsync(here, note, cancellationToken);
            found = await file.Digest.OfAsync(_partial, cancellationToken);
        }

        if (found != file.Digest.Hex)
        {
            File.Delete(_partial);
            throw new ModelException(
                $"{file.Name} from {hub.Host} has the {file.Digest.Kind} {found}, but {file.Digest.Hex} was promised: it was removed; try again or another --mirror.");
        }

        DiskErrors.Guard(() => File.Move(_partial, target, overwrite: true), target);
    }

    private async Task FillAsync(Action<long> here, Action<string> note, CancellationToken cancellationToken) =>
        await retries.RunAsync(
            async () =>
            {
                var before = PartialLength();
                if (before > file.Length)
                {
                    File.Delete(_partial);
                    before = 0;
                }

                if (before < file.Length || before == 0)
                    await AppendAsync(before, here, cancellationToken);
            },
            () => Fetched,
            reason => note($"{file.Name}: {reason}"),
            file.Name,
            cancellationToken);

    private async Task AppendAsync(long from, Action<long> here, CancellationToken cancellationToken)
    {
        using var stall = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        stall.CancelAfter(Stall);
        try
        {
            using var response = await hub.GetAsync(address, from, stall.Token);
            if (response.StatusCode == HttpStatusCode.RequestedRangeNotSatisfiable)
            {
                File.Delete(_partial);
                throw new HttpRequestException($"{hub.Host} refused to go on at byte {from}");
            }

            HubAnswer.RequireGood(response, hub.Host, file.Name, "asked for");
            var isContinued = response.StatusCode == HttpStatusCode.PartialContent && response.Content.Headers.ContentRange?.From == from;
            await CopyAsync(response, isContinued ? from : 0, here, stall);
        }
        catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested)
        {
            throw new HttpRequestException($"{hub.Host} sent nothing for {Stall.TotalSeconds:F0} seconds", exception);
        }
    }

    private async Task CopyAsync(HttpResponseMessage response, long from, Action<long> here, CancellationTokenSource stall)
    {
        await using var body = await response.Content.ReadAsStreamAsync(stall.Token);
        await using var disk = DiskErrors.Guard(
            () => new FileStream(_partial, FileMode.OpenOrCreate, FileAccess.Write, FileShare.None, bufferSize: 0), target);
        DiskErrors.Guard(() => disk.SetLength(from), target);
        disk.Position = from;
        var buffer = new byte[1 << 17];
        for (var done = from; ; here(done))
        {
            var read = await body.ReadAsync(buffer, stall.Token);
            if (read == 0 && done < file.Length)
                throw new HttpRequestException($"the connection ended after {done} of {file.Length} bytes");
            if (read == 0)
                return;
            if (done + read > file.Length)
                throw new ModelException($"{hub.Host} sends more than the {file.Length} bytes it promised for {file.Name}; try again or another --mirror.");

            DiskErrors.Guard(() => disk.Write(buffer, 0, read), target);
            stall.CancelAfter(Stall);
            done += read;
            Fetched += read;
        }
    }

    private long PartialLength() => new FileInfo(_partial) is { Exists: true } info ? info.Length : 0;
}
