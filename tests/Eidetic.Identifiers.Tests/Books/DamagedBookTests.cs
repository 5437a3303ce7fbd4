using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using CsCheck;
using Eidetic.Abstractions;

namespace Eidetic.Identifiers.Tests;

public sealed class DamagedBookTests : IDisposable
{
    private const int HeaderSize = 288;
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_changed_byte_is_found_and_never_crashes() =>
        Gen.Select(RandomIdentifiers.Sets, Gen.Select(Gen.Double[0, 1], Gen.Int[1, 255]).Array[10]).Sample(
            (set, changes) =>
            {
                var sound = BytesOf(Books.Of(set));
                foreach (var (place, change) in changes)
                {
                    var bytes = (byte[])sound.Clone();
                    bytes[(int)(place * (bytes.Length - 1))] ^= (byte)change;

                    OpenAndVerify(bytes).Should().Throw<CheckpointFormatException>();

                    UseIfItOpens(bytes);
                }
            },
            iter: 20);

    [Fact]
    public void A_shortened_or_lengthened_file_is_refused() => Gen.Select(RandomIdentifiers.Sets, Gen.Double[0, 1]).Sample(
        (set, part) =>
        {
            var bytes = BytesOf(Books.Of(set));

            OpenAndVerify(bytes[..(int)(part * (bytes.Length - 1))]).Should().Throw<CheckpointFormatException>();
            OpenAndVerify([.. bytes, 0]).Should().Throw<CheckpointFormatException>().WithMessage("*bytes instead of*");
        },
        iter: 20);

    [Fact]
    public void A_forged_file_with_right_checksums_never_crashes_or_loops() =>
        Gen.Select(RandomIdentifiers.Sets, Gen.Int[0, int.MaxValue - 1]).Sample(
            (set, seed) =>
            {
                var (sound, random) = (BytesOf(Books.Of(set)), new Random(seed));
                for (var forgery = 0; forgery < 25; forgery++)
                {
                    var bytes = (byte[])sound.Clone();
                    for (var i = random.Next(1, 4); i > 0; i--)
                    {
                        var at = random.Next(3) == 0 ? random.Next(3, 224 / 4) : random.Next(HeaderSize / 4, bytes.Length / 4);
                        var value = random.Next(3) == 0 ? random.Next(int.MinValue, int.MaxValue) : random.Next(-3, 100);
                        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(4 * at), value);
                    }

                    Seal(bytes);

                    UseIfItOpens(bytes);
                }
            },
            iter: 20);

    [Fact]
    public void A_forged_trie_fails_verification()
    {
        var bytes = BytesOf(Books.Small(new(0, [1, 2]), new(1, [3])));
        var links = (int)BinaryPrimitives.ReadInt64LittleEndian(bytes.AsSpan(48 + (16 * 8)));
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(links), 0);
        Seal(bytes);

        OpenAndVerify(bytes).Should().Throw<CheckpointFormatException>().WithMessage("*found a trie without a root*");
        File.WriteAllBytes(_folder.File("book"), bytes);
        using var book = IdentifierBook.Open(_folder.File("book"));
        ((Action)(() => book.Trie.Find([1]))).Should().Throw<CheckpointFormatException>().WithMessage("*contradicting numbers at node 0*");
    }

    [Fact]
    public void A_newer_format_asks_for_a_newer_program()
    {
        var bytes = BytesOf(Books.Small(new ImageIdentifier(0, [1])));
        bytes[8] = 2;

        OpenAndVerify(bytes).Should().Throw<CheckpointFormatException>().WithMessage("*format 1 at most*found format 2: use a newer Eidetic.");
    }

    [Fact]
    public void Other_files_are_refused_in_one_sentence()
    {
        OpenAndVerify([]).Should().Throw<CheckpointFormatException>().WithMessage("Expected a whole identifier book in '*', found no bytes: *");
        OpenAndVerify(Encoding.UTF8.GetBytes("two dogs on a beach")).Should().Throw<CheckpointFormatException>().WithMessage("*found another kind of file*");
        OpenAndVerify(Encoding.UTF8.GetBytes("EIDBOOK\n")).Should().Throw<CheckpointFormatException>().WithMessage("*found only its first 8 bytes*");
        Open(_folder.File("nowhere")).Should().Throw<CheckpointFormatException>().WithMessage("*found no file that can be read*")
            .Which.File.Should().Be(_folder.File("nowhere"));
        Open(_folder.Path).Should().Throw<CheckpointFormatException>();
    }

    [Fact]
    public void A_save_that_fails_leaves_nothing_behind()
    {
        Directory.CreateDirectory(_folder.File("taken"));
        var book = Books.Small(new ImageIdentifier(0, [1]));

        ((Action)(() => book.Save(_folder.File("taken")))).Should().Throw<Exception>();

        Directory.GetFiles(_folder.Path).Should().BeEmpty();
    }

    private static void Seal(byte[] bytes)
    {
        SHA256.HashData(bytes.AsSpan(HeaderSize), bytes.AsSpan(224));
        SHA256.HashData(bytes.AsSpan(0, 256), bytes.AsSpan(256));
    }

    private static Action Open(string path) => () => IdentifierBook.Open(path).Dispose();

    private byte[] BytesOf(IdentifierBook book)
    {
        var path = _folder.NewFile();
        book.Save(path);
        return File.ReadAllBytes(path);
    }

    private Action OpenAndVerify(byte[] bytes)
    {
        var path = _folder.NewFile();
        File.WriteAllBytes(path, bytes);
        return () =>
        {
            using var book = IdentifierBook.Open(path);
            book.Verify();
        };
    }

    private void UseIfItOpens(byte[] bytes)
    {
        var path = _folder.NewFile();
        File.WriteAllBytes(path, bytes);
        try
        {
            using var book = IdentifierBook.Open(path);
            Books.ReadEverything(book);
            book.Verify();
        }
        catch (CheckpointFormatException)
        {
        }
    }
}
