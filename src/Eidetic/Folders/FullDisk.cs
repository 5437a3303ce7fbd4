using Eidetic.Abstractions;
using Microsoft.Data.Sqlite;

namespace Eidetic;

/// <summary>Tells a disk without room from other failures, whoever writes: the runtime or the catalog's database.</summary>
internal static class FullDisk
{
    private const int OutOfSpaceUnix = 28;                            // ENOSPC
    private const int DiskFullWindows = unchecked((int)0x80070070);   // ERROR_DISK_FULL
    private const int HandleFullWindows = unchecked((int)0x80070027); // ERROR_HANDLE_DISK_FULL
    private const int DatabaseFull = 13;                              // SQLITE_FULL

    /// <summary>Does what writes a memory, and says plainly when the disk had no room for it.</summary>
    /// <param name="memory">The memory folder.</param>
    /// <param name="write">Leaves what the memory held as it was when it fails.</param>
    /// <exception cref="MemoryException">The disk is full.</exception>
    public static async Task<T> ExplainAsync<T>(string memory, Func<Task<T>> write)
    {
        try
        {
            return await write();
        }
        catch (Exception exception) when (IsBehind(exception))
        {
            throw new MemoryException(
                memory, $"Expected room for {memory}, found its disk full: free some space and do it again; what the memory held is as it was.", exception);
        }
    }

    /// <summary>Whether a failure came of it.</summary>
    public static bool IsBehind(Exception exception) => exception switch
    {
        IOException { HResult: OutOfSpaceUnix or DiskFullWindows or HandleFullWindows } => true,
        SqliteException { SqliteErrorCode: DatabaseFull } => true,
        _ => exception.InnerException is { } cause && IsBehind(cause),
    };
}
