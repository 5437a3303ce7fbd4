namespace Eidetic;

/// <summary>
/// Fetches a published model from a server with the Hugging Face hub's layout: checked against the hashes the server lists, resumable, and
/// never with half a file under a final name.
/// </summary>
public static class ModelPull
{
    /// <summary>Fetches what is not here yet.</summary>
    /// <param name="options">What, from where, to where.</param>
    /// <param name="progress">Receives how far it is, or null.</param>
    /// <param name="cancellationToken">Stops; the next run goes on from there.</param>
    /// <exception cref="ArgumentException">The model's name or the mirror is none.</exception>
    /// <exception cref="ModelException">The server refuses, gives up or lies, or the disk has no room.</exception>
    public static Task<ModelPullReport> RunAsync(
        ModelPullOptions options, IProgress<ModelPullProgress>? progress = null, CancellationToken cancellationToken = default) =>
        RunAsync(options, progress, new HubRetries(TimeProvider.System, TimeSpan.FromSeconds(1)), cancellationToken);

    internal static async Task<ModelPullReport> RunAsync(
        ModelPullOptions options, IProgress<ModelPullProgress>? progress, HubRetries retries, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        var model = PublishedModels.Find(options.Name)
            ?? throw new ArgumentException($"There is no model '{options.Name}': expected one of {PublishedModels.Names}.", nameof(options));
        var folder = Path.GetFullPath(options.Output);
        using var hub = new HubConnection(options.Mirror, options.Token);
        var wanted = await ListAsync(hub, retries, model, options.Revision, progress, cancellationToken);
        var total = wanted.Sum(entry => entry.File.Length);
        RequireRoom(folder, wanted, total);
        var (done, fetched) = (0L, 0L);
        foreach (var (part, file) in wanted)
        {
            var name = part.Folder.Length == 0 ? file.Name : $"{part.Folder}/{file.Name}";
            var target = Path.Combine(folder, name.Replace('/', Path.DirectorySeparatorChar));
            var finished = done;
            progress?.Report(new ModelPullProgress(name, done, total));
            if (!await IsHereAsync(target, file, cancellationToken))
            {
                var path = string.Join('/', file.Name.Split('/').Select(Uri.EscapeDataString));
                var address = hub.At($"{part.Repository}/resolve/{Uri.EscapeDataString(options.Revision)}/{path}");
                var download = new HubDownload(hub, retries, target, file, address);
                await download.RunAsync(
                    here => progress?.Report(new ModelPullProgress(name, finished + here, total)),
                    note => progress?.Report(new ModelPullProgress(name, finished, total, note)),
                    cancellationToken);
                fetched += download.Fetched;
            }

            done += file.Length;
        }

        return new ModelPullReport(folder, [.. wanted.Select(entry => Path.Combine(entry.Part.Folder, entry.File.Name))], total, fetched);
    }

    private static async Task<List<(ModelPart Part, HubFile File)>> ListAsync(
        HubConnection hub,
        HubRetries retries,
        PublishedModel model,
        string revision,
        IProgress<ModelPullProgress>? progress,
        CancellationToken cancellationToken)
    {
        var wanted = new List<(ModelPart Part, HubFile File)>();
        foreach (var part in model.Parts)
        {
            IReadOnlyList<HubFile> listed = [];
            await retries.RunAsync(
                async () => listed = await HubListing.ReadAsync(hub, part.Repository, revision, cancellationToken),
                () => 0,
                note => progress?.Report(new ModelPullProgress(part.Repository, 0, 0, note)),
                $"The listing of {part.Repository}",
                cancellationToken);
            var chosen = HubListing.Choose(listed);
            if (chosen.Count == 0)
                throw new ModelException($"{hub.Host} lists no weights in {part.Repository} at revision '{revision}'; correct --revision or --mirror.");

            wanted.AddRange(chosen.Select(file => (part, file)));
        }

        return wanted;
    }

    private static async Task<bool> IsHereAsync(string target, HubFile file, CancellationToken cancellationToken) =>
        new FileInfo(target) is { Exists: true } info && info.Length == file.Length
        && await file.Digest.OfAsync(target, cancellationToken) == file.Digest.Hex;

    private static void RequireRoom(string folder, List<(ModelPart Part, HubFile File)> wanted, long total)
    {
        DiskErrors.Guard(() => Directory.CreateDirectory(folder), folder);
        var here = wanted.Sum(entry => LengthHere(Path.Combine(folder, entry.Part.Folder, entry.File.Name)));
        var free = new DriveInfo(folder).AvailableFreeSpace;
        if (total - here > free)
        {
            throw new ModelException(
                $"{folder} has {free / 1_000_000} MB of room, but {(total - here) / 1_000_000} MB are to come: make room or choose another --output.");
        }
    }

    private static long LengthHere(string target) => new[] { target, target + HubDownload.PartialEnding }
        .Select(path => new FileInfo(path)).Where(info => info.Exists).Select(info => info.Length).DefaultIfEmpty().Max();
}
