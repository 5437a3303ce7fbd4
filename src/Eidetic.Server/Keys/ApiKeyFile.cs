using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Eidetic.Abstractions;

namespace Eidetic.Server.Keys;

/// <summary>The keys of a server, in one JSON file that is written whole and that only its owner can read where the system knows owners.</summary>
internal static class ApiKeyFile
{
    private const int KeyBytes = 32;
    private const int LongestName = 100;
    private const string Prefix = "eid_";

    /// <summary>Reads the keys.</summary>
    /// <param name="file">The file.</param>
    /// <exception cref="SourceException">It is not there, or not such a file.</exception>
    public static IReadOnlyList<ApiKeyEntry> Read(string file)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(file);
        try
        {
            return JsonSerializer.Deserialize(File.ReadAllBytes(file), ApiKeyJson.Default.ApiKeyList)!.Keys;
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new SourceException($"Expected a file of API keys at {file}, found none: make a key with `eidetic keys add NAME --api-keys {file}`.", file, innerException: exception);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new SourceException($"The file of API keys {file} cannot be read: {exception.Message}", file, innerException: exception);
        }
        catch (JsonException exception)
        {
            throw new SourceException($"Expected API keys in {file}, found something else ({exception.Message}): restore the file, or make new keys in another.", file, innerException: exception);
        }
    }

    /// <summary>Makes a key; the file keeps its hash.</summary>
    /// <param name="file">The file, made where it is not there.</param>
    /// <param name="name">Who gets it; no other key has this name.</param>
    /// <param name="scope">What it opens.</param>
    /// <param name="now">When.</param>
    /// <returns>The key, which nobody can read again.</returns>
    /// <exception cref="OptionException">The name is empty, too long, or taken.</exception>
    /// <exception cref="SourceException">The file is not one of keys, or cannot be written.</exception>
    public static string Add(string file, string name, ApiKeyScope scope, DateTimeOffset now)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(file);
        IReadOnlyList<ApiKeyEntry> keys = File.Exists(file) ? Read(file) : [];
        if (string.IsNullOrWhiteSpace(name) || name.Length > LongestName || name.Any(char.IsControl))
        {
            throw new OptionException($"Expected a name for the key of 1 to {LongestName} characters, got '{name}'.");
        }

        if (keys.Any(key => key.Name == name))
        {
            throw new OptionException($"Expected a name that no key has, got '{name}': remove that key first, or choose another name.");
        }

        var made = Prefix + Convert.ToBase64String(RandomNumberGenerator.GetBytes(KeyBytes)).TrimEnd('=').Replace('+', '-').Replace('/', '_');
        Write(file, [.. keys, new ApiKeyEntry(name, scope, Convert.ToHexStringLower(HashOf(made)), now)]);
        return made;
    }

    /// <summary>Takes a key away; servers that run refuse it within seconds.</summary>
    /// <param name="file">The file.</param>
    /// <param name="name">Whose.</param>
    /// <exception cref="OptionException">No key has this name.</exception>
    /// <exception cref="SourceException">The file is not there, not one of keys, or cannot be written.</exception>
    public static void Remove(string file, string name)
    {
        var keys = Read(file);
        if (keys.All(key => key.Name != name))
        {
            throw new OptionException($"Expected the name of a key, got '{name}': {file} has {(keys.Count == 0 ? "none" : string.Join(", ", keys.Select(key => key.Name)))}.");
        }

        Write(file, [.. keys.Where(key => key.Name != name)]);
    }

    internal static byte[] HashOf(string key) => SHA256.HashData(Encoding.UTF8.GetBytes(key));

    private static void Write(string file, IReadOnlyList<ApiKeyEntry> keys)
    {
        try
        {
            WholeFile.Write(
                file, stream => JsonSerializer.Serialize(stream, new ApiKeyList(keys), ApiKeyJson.Default.ApiKeyList), UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new SourceException($"The file of API keys {file} cannot be written: {exception.Message}", file, innerException: exception);
        }
    }
}

/// <summary>What the file holds.</summary>
internal sealed record ApiKeyList(IReadOnlyList<ApiKeyEntry> Keys);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(ApiKeyList))]
internal sealed partial class ApiKeyJson : JsonSerializerContext;
