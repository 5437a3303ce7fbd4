using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using Eidetic.Abstractions;

namespace Eidetic;

/// <summary>
/// The one writer of a memory folder: builds the next generation beside the live one and swaps. Until <see cref="Commit"/> returns,
/// readers see the old generation; a crash at any byte leaves it.
/// </summary>
internal sealed class MemoryWriter : IDisposable
{
    private const string LockFile = "writer.lock";
    private const string HolderFile = "writer.pid";
    private readonly string _memory;
    private readonly bool _isNewFolder;
    private readonly string _generations;
    private readonly FileStream _lock;
    private readonly string _building;
    private readonly int _number;
    private readonly Dictionary<string, MemoryFile> _kept = new(StringComparer.Ordinal);
    private bool _isCommitted;

    private MemoryWriter(string memory, bool isNewFolder, FileStream @lock, int number)
    {
        (_memory, _isNewFolder, _lock, _number) = (memory, isNewFolder, @lock, number);
        _generations = Path.Combine(memory, MemoryGeneration.GenerationsFolder);
        _building = Path.Combine(_generations, $".{MemoryGeneration.NameOf(number)}.building");
        DeleteFolder(_building);
        Directory.CreateDirectory(_building);
        TrainingFolder = Path.Combine(memory, RunFolder.FolderName);
        Directory.CreateDirectory(TrainingFolder);
    }

    /// <summary>Where checkpoints, the resolved configuration and metrics go.</summary>
    public string TrainingFolder { get; }

    /// <summary>Path of a file of the generation being built.</summary>
    public string this[string file] => Path.Combine(_building, file);

    /// <summary>Takes the lock, creating the folder when it is new.</summary>
    /// <exception cref="MemoryException">Another process writes, or the path is a file or a folder of something else.</exception>
    public static MemoryWriter Begin(string memory)
    {
        if (File.Exists(memory))
        {
            throw new MemoryException(memory, $"Expected a folder for the memory at {memory}, found a file: choose another name.");
        }

        var isNewFolder = !Directory.Exists(memory);
        var isMemory = MemoryGeneration.IsIn(memory) || RunFolder.IsUnfinished(memory)
            || File.Exists(Path.Combine(memory, LockFile));
        if (!isNewFolder && !isMemory && Directory.EnumerateFileSystemEntries(memory).Any())
        {
            throw new MemoryException(memory, $"Expected a memory or an empty folder at {memory}, found other files: choose another folder.");
        }

        Directory.CreateDirectory(memory);
        var held = TakeLock(memory);
        try
        {
            Directory.CreateDirectory(Path.Combine(memory, MemoryGeneration.GenerationsFolder));
            return new MemoryWriter(memory, isNewFolder, held, NextNumber(memory));
        }
        catch
        {
            Release(memory, held);
            throw;
        }
    }

    /// <summary>Takes files of a generation over as they are: by a second name for the same bytes, or as copies where there is none.</summary>
    /// <param name="generation">A generation of this memory.</param>
    /// <param name="changed">Names of its files that are not taken over.</param>
    public void Keep(MemoryGeneration generation, params ReadOnlySpan<string> changed)
    {
        foreach (var file in generation.Manifest.Files)
        {
            if (!changed.Contains(file.Name))
            {
                HardLinks.LinkOrCopy(generation[file.Name], this[file.Name]);
                _kept[file.Name] = file;
            }
        }
    }

    /// <summary>Gives up a file that was taken over, so that it can be written anew without a change to the generation it came from.</summary>
    /// <param name="file">Its name.</param>
    /// <returns>Its path, where there is no file now.</returns>
    public string Anew(string file)
    {
        _kept.Remove(file);
        File.Delete(this[file]);
        return this[file];
    }

    /// <summary>Seals the generation and makes it the live one.</summary>
    /// <param name="manifest">Its facts; the list of files is filled in here.</param>
    public void Commit(MemoryManifest manifest)
    {
        var files = new DirectoryInfo(_building).EnumerateFiles().OrderBy(f => f.Name, StringComparer.Ordinal)
            .Select(f => _kept.GetValueOrDefault(f.Name) ?? new MemoryFile(f.Name, f.Length, Hash(f.FullName))).ToArray();
        WriteDurably(this[MemoryGeneration.ManifestFile], JsonSerializer.SerializeToUtf8Bytes(manifest with { Files = files }, FolderJson.Default.MemoryManifest));
        var name = MemoryGeneration.NameOf(_number);
        var final = Path.Combine(_generations, name);
        DeleteFolder(final);
        Directory.Move(_building, final);
        var current = Path.Combine(_memory, MemoryGeneration.CurrentFile);
        var before = File.Exists(current) ? File.ReadAllText(current).Trim() : null;
        WriteDurably(current + ".new", System.Text.Encoding.ASCII.GetBytes(name + "\n"));
        File.Move(current + ".new", current, overwrite: true);
        _isCommitted = true;
        Prune(before);
    }

    public void Dispose()
    {
        if (!_isCommitted)
        {
            DeleteFolder(_building);
            DeleteIfEmpty(_generations);
            DeleteIfEmpty(TrainingFolder);
        }

        Release(_memory, _lock);
        if (_isNewFolder)
        {
            DeleteIfEmpty(_memory);
        }
    }

    // Only FileShare.None excludes another writer on every system; elsewhere than on Windows the other modes share the lock.
    private static FileStream TakeLock(string memory)
    {
        FileStream held;
        try
        {
            held = new FileStream(Path.Combine(memory, LockFile), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 1, FileOptions.DeleteOnClose);
        }
        catch (IOException exception) when (!FullDisk.IsBehind(exception))
        {
            throw new MemoryException(memory, $"Another process ({Holder(memory)}) is writing to {memory}: wait for it, or stop it.", exception);
        }

        try
        {
            File.WriteAllText(Path.Combine(memory, HolderFile), Environment.ProcessId.ToString(CultureInfo.InvariantCulture));
            return held;
        }
        catch
        {
            Release(memory, held);
            throw;
        }
    }

    // Nobody else can read the locked file, so its holder is named in a file beside it.
    private static string Holder(string memory)
    {
        try
        {
            return File.ReadAllText(Path.Combine(memory, HolderFile)).Trim();
        }
        catch (IOException)
        {
            return "unknown";
        }
    }

    private static void Release(string memory, FileStream held)
    {
        File.Delete(Path.Combine(memory, HolderFile));
        held.Dispose();
    }

    private static int NextNumber(string memory) => Directory.EnumerateDirectories(Path.Combine(memory, MemoryGeneration.GenerationsFolder))
        .Select(f => int.TryParse(Path.GetFileName(f), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0)
        .DefaultIfEmpty(0).Max() + 1;

    // The generation that was live until now stays, and so does any that a reader holds; a sealed one that a crash kept from going live goes too.
    private void Prune(string? before)
    {
        var kept = new[] { before, MemoryGeneration.NameOf(_number) };
        foreach (var folder in Directory.GetDirectories(_generations).Where(f => !kept.Contains(Path.GetFileName(f)) && !GenerationHold.IsTaken(f)))
        {
            try
            {
                DeleteFolder(folder);
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                // A file of it is open where that keeps it from being deleted: a later writer tries again.
            }
        }
    }

    private static void WriteDurably(string path, byte[] bytes)
    {
        using var stream = new FileStream(path, FileMode.Create, FileAccess.Write);
        stream.Write(bytes);
        stream.Flush(flushToDisk: true);
    }

    private static string Hash(string path)
    {
        using var stream = File.OpenRead(path);
        return Convert.ToHexStringLower(SHA256.HashData(stream));
    }

    private static void DeleteFolder(string folder)
    {
        if (Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static void DeleteIfEmpty(string folder)
    {
        if (Directory.Exists(folder) && !Directory.EnumerateFileSystemEntries(folder).Any())
        {
            Directory.Delete(folder);
        }
    }
}
