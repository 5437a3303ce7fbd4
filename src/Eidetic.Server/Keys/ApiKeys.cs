using System.Security.Cryptography;
using Eidetic.Abstractions;
using Microsoft.Extensions.Logging;

namespace Eidetic.Server.Keys;

/// <summary>The keys that open a server. A file that changed is read again within a second. Safe to use from several threads.</summary>
internal sealed partial class ApiKeys
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);
    private readonly Lock _gate = new();
    private readonly string _file;
    private readonly TimeProvider _time;
    private readonly ILogger<ApiKeys> _logger;
    private IReadOnlyList<(ApiKeyEntry Entry, byte[] Hash)> _keys;
    private DateTime _written;
    private long _looked;

    /// <param name="file">Where they are kept.</param>
    /// <param name="time">The clock.</param>
    /// <param name="logger">Told when the file cannot be read any more.</param>
    /// <exception cref="SourceException">The file is not there, or not such a file.</exception>
    public ApiKeys(string file, TimeProvider time, ILogger<ApiKeys> logger)
    {
        (_file, _time, _logger, _looked) = (file, time, logger, time.GetTimestamp());
        (_written, _keys) = (File.GetLastWriteTimeUtc(file), Read());
    }

    /// <summary>The entry of a key, or null where it opens nothing. Takes the same time whichever it is.</summary>
    public ApiKeyEntry? Find(string key)
    {
        var hash = ApiKeyFile.HashOf(key);
        ApiKeyEntry? found = null;
        foreach (var (entry, known) in Now())
        {
            found = CryptographicOperations.FixedTimeEquals(hash, known) ? entry : found;
        }

        return found;
    }

    private IReadOnlyList<(ApiKeyEntry Entry, byte[] Hash)> Now()
    {
        lock (_gate)
        {
            if (_time.GetElapsedTime(_looked) < Pause)
            {
                return _keys;
            }

            _looked = _time.GetTimestamp();
            var written = File.GetLastWriteTimeUtc(_file);
            if (written != _written)
            {
                try
                {
                    (_written, _keys) = (written, Read());
                }
                catch (SourceException exception)
                {
                    // A key that was taken away must not come back with a broken file.
                    _keys = [];
                    LogUnread(exception);
                }
            }

            return _keys;
        }
    }

    private IReadOnlyList<(ApiKeyEntry Entry, byte[] Hash)> Read() => [.. ApiKeyFile.Read(_file).Select(entry => (entry, Convert.FromHexString(entry.Sha256)))];

    [LoggerMessage(LogLevel.Error, "The API keys cannot be read any more; nobody is let in.")]
    private partial void LogUnread(Exception exception);
}
