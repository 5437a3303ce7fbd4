using Eidetic.Abstractions;

namespace Eidetic.Cli.Inputs;

/// <summary>Looks at what <c>--memory</c> names before anything slow begins.</summary>
internal static class MemoryFolder
{
    /// <summary>Throws unless the memory's folder is there.</summary>
    /// <exception cref="MemoryException">It is missing or a file.</exception>
    public static string RequireExisting(string folder)
    {
        RequireFolder(folder);
        return Directory.Exists(folder)
            ? folder
            : throw new MemoryException(
                folder, $"there is no memory '{folder}': make it with 'eidetic memorize SOURCE --memory {folder}' or correct --memory");
    }

    /// <summary>Throws when a file is in the way.</summary>
    /// <exception cref="MemoryException">It is a file.</exception>
    public static string RequireFolder(string folder) => File.Exists(folder)
        ? throw new MemoryException(folder, $"--memory must be a folder, but '{folder}' is a file: name the folder of a memory")
        : folder;
}
