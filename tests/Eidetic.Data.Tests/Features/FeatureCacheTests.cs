using System.Security.Cryptography;
using Eidetic.Abstractions;
using Microsoft.Data.Sqlite;

namespace Eidetic.Data.Tests;

public sealed class FeatureCacheTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly List<string> _problems = [];

    private string File => _folder.Of("deep/features.db");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Vectors_come_back_bit_for_bit_after_reopening()
    {
        float[] values = [1.5f, -0f, float.Epsilon, float.MaxValue, 3e-9f, -7.25f];
        using (var writer = FeatureCache.Open(File, _problems.Add))
        {
            writer.PutMany("eyes/1", [Hash(1), Hash(2)], new FeatureMatrix(3, values));
        }

        using var cache = FeatureCache.Open(File, _problems.Add);
        var into = new FeatureMatrix(rows: 3, dim: 3);
        into.Values.AsSpan().Fill(9);
        var found = new bool[3];

        cache.TryGetMany("eyes/1", [Hash(2), Hash(3), Hash(1)], into, found).Should().Be(2);
        found.Should().Equal(true, false, true);
        into.Values.Select(BitConverter.SingleToUInt32Bits).Should()
            .Equal(new[] { float.MaxValue, 3e-9f, -7.25f, 9, 9, 9, 1.5f, -0f, float.Epsilon }.Select(BitConverter.SingleToUInt32Bits));
        _problems.Should().BeEmpty();
    }

    [Fact]
    public void A_vector_belongs_to_its_encoder_and_its_length()
    {
        using var cache = FeatureCache.Open(File);
        cache.PutMany("eyes/1", [Hash(1)], new FeatureMatrix(2, [1, 2]));
        var found = new bool[1];

        cache.Contains("eyes/1", Hash(1)).Should().BeTrue();
        cache.Contains("eyes/1", Hash(2)).Should().BeFalse();
        cache.Contains("eyes/2", Hash(1)).Should().BeFalse();
        cache.TryGetMany("eyes/2", [Hash(1)], new FeatureMatrix(rows: 1, dim: 2), found).Should().Be(0);
        cache.TryGetMany("eyes/1", [Hash(1)], new FeatureMatrix(rows: 1, dim: 3), found).Should().Be(0);
    }

    [Fact]
    public void A_second_vector_of_the_same_content_replaces_the_first()
    {
        using var cache = FeatureCache.Open(File);
        cache.PutMany("eyes", [Hash(1)], new FeatureMatrix(1, [1]));
        cache.PutMany("eyes", [Hash(1)], new FeatureMatrix(1, [2]));
        var into = new FeatureMatrix(rows: 1, dim: 1);

        cache.TryGetMany("eyes", [Hash(1)], into, new bool[1]);

        into.Values.Should().Equal(2);
    }

    [Fact]
    public async Task Several_writers_share_one_file()
    {
        var writers = Enumerable.Range(0, 4).Select(writer => Task.Run(() =>
        {
            using var cache = FeatureCache.Open(File, problem => throw new InvalidOperationException(problem));
            for (var i = 0; i < 10; i++)
            {
                cache.PutMany("eyes", [Hash(100 * writer + i)], new FeatureMatrix(1, [writer]));
            }
        }));
        await Task.WhenAll(writers);

        using var cache = FeatureCache.Open(File);
        var hashes = Enumerable.Range(0, 40).Select(i => Hash(100 * (i / 10) + i % 10)).ToList();

        cache.TryGetMany("eyes", hashes, new FeatureMatrix(rows: 40, dim: 1), new bool[40]).Should().Be(40);
    }

    [Fact]
    public void A_file_that_is_no_database_behaves_as_empty_is_told_once_and_is_left_alone()
    {
        _folder.Write("deep/features.db", new string('x', 9000));

        using (var cache = FeatureCache.Open(File, _problems.Add))
        {
            IsEmpty(cache);
            cache.Problem.Should().Be(_problems.Single());
        }

        System.IO.File.ReadAllText(File).Should().Be(new string('x', 9000));
    }

    [Fact]
    public void A_database_of_another_program_is_not_written_to()
    {
        Directory.CreateDirectory(_folder.Of("deep"));
        Execute("CREATE TABLE mine (x)");

        using (var cache = FeatureCache.Open(File, _problems.Add))
        {
            IsEmpty(cache);
        }

        _problems.Should().ContainSingle().Which.Should().Contain("another program");
        Execute("CREATE TABLE features (only_if_absent)");
    }

    [Fact]
    public void A_cache_damaged_in_the_middle_behaves_as_empty()
    {
        using (var writer = FeatureCache.Open(File))
        {
            writer.PutMany("eyes", [.. Enumerable.Range(0, 200).Select(Hash)], new FeatureMatrix(rows: 200, dim: 64));
        }

        var bytes = System.IO.File.ReadAllBytes(File);
        bytes.AsSpan(4096).Fill(0x5A);
        System.IO.File.WriteAllBytes(File, bytes);
        using var cache = FeatureCache.Open(File, _problems.Add);

        IsEmpty(cache);
        _problems.Should().ContainSingle();
    }

    [Fact]
    public void A_place_that_cannot_be_written_never_stops_the_work()
    {
        _folder.Write("file", "not a folder");

        using var cache = FeatureCache.Open(_folder.Of("file/features.db"), _problems.Add);

        IsEmpty(cache);
        _problems.Should().ContainSingle();
    }

    [Fact]
    public void Rows_that_do_not_fit_the_hashes_are_an_error_of_the_caller()
    {
        using var cache = FeatureCache.Open(File);

        var put = () => cache.PutMany("eyes", [Hash(1)], new FeatureMatrix(rows: 2, dim: 1));
        var get = () => cache.TryGetMany("eyes", [Hash(1)], new FeatureMatrix(rows: 1, dim: 1), new bool[2]);

        put.Should().Throw<ArgumentException>().WithMessage("Expected 1*got 2*");
        get.Should().Throw<ArgumentException>().WithMessage("Expected 1*got 2*");
    }

    [Fact]
    public void A_text_is_keyed_by_the_hash_of_its_utf8()
    {
        FeatureCache.TextKey("ü").Should().Equal(SHA256.HashData([0xC3, 0xBC]));
    }

    [Fact]
    public void The_default_place_obeys_the_environment()
    {
        var folder = _folder.Path;

        Resolve(("EIDETIC_CACHE", _folder.Of("my.db"))).Should().Be(_folder.Of("my.db"));
        Resolve(("EIDETIC_CACHE", folder)).Should().Be(_folder.Of("features.db"));
        Resolve(("XDG_CACHE_HOME", folder)).Should().Be(Path.Combine(folder, "eidetic", "features.db"));
        Path.IsPathRooted(Resolve(("XDG_CACHE_HOME", "relative"))).Should().BeTrue();

        static string Resolve((string Name, string Value) set) => FeatureCachePath.Resolve(name => name == set.Name ? set.Value : null);
    }

    private static void IsEmpty(FeatureCache cache)
    {
        var found = new bool[] { true };
        cache.PutMany("eyes", [Hash(1)], new FeatureMatrix(1, [1]));
        cache.TryGetMany("eyes", [Hash(1)], new FeatureMatrix(rows: 1, dim: 1), found).Should().Be(0);
        found.Should().Equal(false);
        cache.Contains("eyes", Hash(1)).Should().BeFalse();
        cache.Problem.Should().NotBeNull();
    }

    private void Execute(string sql)
    {
        using var connection = new SqliteConnection($"Data Source={File};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    private static byte[] Hash(int content) => SHA256.HashData(BitConverter.GetBytes(content));
}
