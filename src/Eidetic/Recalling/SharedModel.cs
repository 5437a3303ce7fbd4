namespace Eidetic;

/// <summary>A model that several engines of one memory use, as images come and go. The last one to dispose it disposes the model.</summary>
internal sealed class SharedModel : IDisposable
{
    private readonly Users _users;
    private int _isDisposed;

    public SharedModel(IRecallModel model) : this(model, new Users())
    {
    }

    private SharedModel(IRecallModel model, Users users) => (Model, _users) = (model, users);

    public IRecallModel Model { get; }

    /// <summary>Whether two generations hold the same model: its files, and the towers around it.</summary>
    public static bool IsSame(MemoryGeneration first, MemoryGeneration second) =>
        first.Manifest.Model == second.Manifest.Model
        && first.Manifest.Eyes == second.Manifest.Eyes
        && first.Manifest.Ears == second.Manifest.Ears
        && Files(first).SequenceEqual(Files(second));

    /// <summary>Another use of the model; to be disposed like this one.</summary>
    public SharedModel Share()
    {
        lock (_users)
        {
            ObjectDisposedException.ThrowIf(_users.Count == 0, this);
            _users.Count++;
        }

        return new SharedModel(Model, _users);
    }

    public void Dispose()
    {
        if (Interlocked.Exchange(ref _isDisposed, 1) != 0)
        {
            return;
        }

        bool isLast;
        lock (_users)
        {
            isLast = --_users.Count == 0;
        }

        if (isLast)
        {
            Model.Dispose();
        }
    }

    private static IEnumerable<MemoryFile> Files(MemoryGeneration generation) =>
        generation.Manifest.Files.Where(f => f.Name is MemoryGeneration.ModelFile or MemoryGeneration.SpaceFile);

    private sealed class Users
    {
        public int Count { get; set; } = 1;
    }
}
