namespace Eidetic;

/// <summary>Keeps trouble with the disk, which trying again does not mend, apart from trouble with the network, which it may.</summary>
internal static class DiskErrors
{
    private const int NoSpaceOnUnix = 28;                        // ENOSPC
    private const int NoSpaceOnWindows = unchecked((int)0x80070070); // ERROR_DISK_FULL

    /// <summary>Does something with a file.</summary>
    /// <exception cref="ModelException">The disk refused.</exception>
    public static T Guard<T>(Func<T> act, string file)
    {
        try
        {
            return act();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw Explain(exception, file);
        }
    }

    /// <inheritdoc cref="Guard{T}"/>
    public static void Guard(Action act, string file) => Guard(
        () =>
        {
            act();
            return true;
        },
        file);

    /// <summary>What went wrong, in one sentence.</summary>
    public static ModelException Explain(Exception exception, string file) => exception.HResult is NoSpaceOnUnix or NoSpaceOnWindows
        ? new ModelException($"The disk is full while writing {file}: make room and run the same command again, it goes on where it stopped.", exception)
        : new ModelException($"{file} cannot be written: {exception.Message}", exception);
}
