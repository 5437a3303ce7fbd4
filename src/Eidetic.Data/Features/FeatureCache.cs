using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using Eidetic.Abstractions;
using Microsoft.Data.Sqlite;

namespace Eidetic.Data;

/// <summary>
/// Vectors that encoders have computed before, by encoder fingerprint and SHA-256 of the content, in one SQLite file for all memories of a
/// user. A cache that is damaged, foreign or cannot be written never stops the work: it tells so once and behaves as empty.
/// Safe to use from several threads and processes; dispose it when done.
/// </summary>
public sealed class FeatureCache : IDisposable
{
    private const int SqliteReadOnly = 8;
    private const int SqliteFull = 13;

    private readonly Lock _gate = new();
    private readonly string _file;
    private readonly Action<string>? _onProblem;
    private SqliteConnection? _connection;
    private bool _isWritable = true;

    private FeatureCache(string file, Action<string>? onProblem)
    {
        _file = file;
        _onProblem = onProblem;
    }

    /// <summary>
    /// The user's cache: what the environment variable EIDETIC_CACHE names, else <c>eidetic/features.db</c> in XDG_CACHE_HOME or in the
    /// folder of the user's local application data.
    /// </summary>
    public static string DefaultPath => FeatureCachePath.Resolve(Environment.GetEnvironmentVariable);

    /// <summary>The first thing that went wrong, in one sentence; null while all is well.</summary>
    public string? Problem { get; private set; }

    /// <summary>Opens a cache, making file and folder when they are not there. Never throws for what it finds.</summary>
    /// <param name="file">The file.</param>
    /// <param name="onProblem">Receives <see cref="Problem"/> when it is set, or null.</param>
    public static FeatureCache Open(string file, Action<string>? onProblem = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(file);
        var cache = new FeatureCache(Path.GetFullPath(file), onProblem);
        try
        {
            cache._connection = FeatureDatabase.Open(cache._file);
        }
        catch (Exception exception) when (IsFault(exception))
        {
            cache.Fail(exception);
        }

        return cache;
    }

    /// <summary>The key of a text: SHA-256 of its UTF-8 bytes.</summary>
    /// <param name="text">Any text.</param>
    public static byte[] TextKey(string text) => SHA256.HashData(Encoding.UTF8.GetBytes(text));

    /// <summary>True when a vector of this content is kept.</summary>
    /// <param name="fingerprint">The encoder's fingerprint.</param>
    /// <param name="sha256">SHA-256 of the content, 32 bytes.</param>
    public bool Contains(string fingerprint, byte[] sha256)
    {
        ArgumentNullException.ThrowIfNull(fingerprint);
        ArgumentNullException.ThrowIfNull(sha256);
        var isKept = false;
        Use(connection =>
        {
            using var select = FeatureDatabase.Select(connection, fingerprint, "1");
            select.Parameters[1].Value = sha256;
            isKept = select.ExecuteScalar() is not null;
        });
        return isKept;
    }

    /// <summary>Fetches the vectors that are kept.</summary>
    /// <param name="fingerprint">The encoder's fingerprint.</param>
    /// <param name="hashes">SHA-256 of each content, 32 bytes each.</param>
    /// <param name="into">float32 [hashes, dim]; rows that are found are written, others left as they are.</param>
    /// <param name="found">One flag a hash, set to whether its row was written.</param>
    /// <returns>How many were found.</returns>
    /// <exception cref="ArgumentException">Rows or flags do not fit the number of hashes.</exception>
    public int TryGetMany(string fingerprint, IReadOnlyList<byte[]> hashes, FeatureMatrix into, bool[] found)
    {
        ArgumentNullException.ThrowIfNull(fingerprint);
        ArgumentNullException.ThrowIfNull(hashes);
        ArgumentNullException.ThrowIfNull(into);
        ArgumentNullException.ThrowIfNull(found);
        RequireRows(hashes.Count, into.Rows, nameof(into));
        RequireRows(hashes.Count, found.Length, nameof(found));
        Array.Clear(found);
        Use(connection =>
        {
            using var transaction = connection.BeginTransaction(deferred: true);
            using var select = FeatureDatabase.Select(connection, fingerprint, "vector");
            for (var row = 0; row < hashes.Count; row++)
            {
                select.Parameters[1].Value = hashes[row];
                found[row] = select.ExecuteScalar() is byte[] vector && TryUnpack(vector, into[row]);
            }
        });
        return found.Count(isFound => isFound);
    }

    /// <summary>Keeps vectors, in one transaction; those of the same content are replaced.</summary>
    /// <param name="fingerprint">The encoder's fingerprint.</param>
    /// <param name="hashes">SHA-256 of each content, 32 bytes each.</param>
    /// <param name="vectors">float32 [hashes, dim].</param>
    /// <exception cref="ArgumentException">Rows do not fit the number of hashes.</exception>
    public void PutMany(string fingerprint, IReadOnlyList<byte[]> hashes, FeatureMatrix vectors)
    {
        ArgumentNullException.ThrowIfNull(fingerprint);
        ArgumentNullException.ThrowIfNull(hashes);
        ArgumentNullException.ThrowIfNull(vectors);
        RequireRows(hashes.Count, vectors.Rows, nameof(vectors));
        Use(connection =>
        {
            if (!_isWritable)
            {
                return;
            }

            using var transaction = connection.BeginTransaction();
            using var insert = FeatureDatabase.Insert(connection, fingerprint);
            for (var row = 0; row < hashes.Count; row++)
            {
                insert.Parameters[1].Value = hashes[row];
                insert.Parameters[2].Value = Pack(vectors[row]);
                insert.ExecuteNonQuery();
            }

            transaction.Commit();
        });
    }

    /// <summary>Closes the file.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            _connection?.Dispose();
            _connection = null;
        }
    }

    /// <summary>Does something with the file, unless it cannot be used; when it fails now, tells so.</summary>
    private void Use(Action<SqliteConnection> action)
    {
        lock (_gate)
        {
            if (_connection is null)
            {
                return;
            }

            try
            {
                action(_connection);
            }
            catch (Exception exception) when (IsFault(exception))
            {
                Fail(exception);
            }
        }
    }

    /// <summary>A file that cannot be written or a full disk still leaves what is kept readable; anything else ends the use of the file.</summary>
    private void Fail(Exception exception)
    {
        _isWritable = false;
        if (exception is not SqliteException { SqliteErrorCode: SqliteReadOnly or SqliteFull })
        {
            _connection?.Dispose();
            _connection = null;
        }

        if (Problem is null)
        {
            Problem = $"The feature cache '{_file}' cannot be used ({exception.Message.TrimEnd('.')}); the work goes on without it. "
                + "Delete the file to start afresh, or set EIDETIC_CACHE to another one.";
            _onProblem?.Invoke(Problem);
        }
    }

    private static bool IsFault(Exception exception) =>
        exception is SqliteException or IOException or UnauthorizedAccessException or InvalidDataException;

    private static byte[] Pack(ReadOnlySpan<float> vector)
    {
        var bytes = MemoryMarshal.AsBytes(vector).ToArray();
        if (!BitConverter.IsLittleEndian)
        {
            var words = MemoryMarshal.Cast<byte, int>(bytes.AsSpan());
            BinaryPrimitives.ReverseEndianness(words, words);
        }

        return bytes;
    }

    private static bool TryUnpack(byte[] bytes, Span<float> vector)
    {
        if (bytes.Length != vector.Length * sizeof(float))
        {
            return false;
        }

        bytes.CopyTo(MemoryMarshal.AsBytes(vector));
        if (!BitConverter.IsLittleEndian)
        {
            var words = MemoryMarshal.Cast<float, int>(vector);
            BinaryPrimitives.ReverseEndianness(words, words);
        }

        return true;
    }

    private static void RequireRows(int expected, int actual, string argument)
    {
        if (expected != actual)
        {
            throw new ArgumentException($"Expected {expected}, one for each hash, got {actual}.", argument);
        }
    }
}
