using Eidetic.Abstractions;
using TorchSharp;
using static TorchSharp.torch;

namespace Eidetic.Modeling.Tests.Checkpoints;

/// <summary>Ten thousand damaged files of each format: each is read whole, or refused by the one exception.</summary>
public sealed class FuzzTests : IDisposable
{
    private const int Mutations = 10_000;

    private readonly string _folder = Directory.CreateTempSubdirectory("eidetic-tests-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Damaged_safetensors_are_read_or_refused()
    {
        using (NewDisposeScope())
        {
            SafetensorsWriter.Write(
                In("x"),
                [
                    KeyValuePair.Create("a", ones(2, 3)), KeyValuePair.Create("b", ones(4, dtype: ScalarType.Float16)),
                    KeyValuePair.Create("c", ones(3, dtype: ScalarType.Bool)),
                ],
                new Dictionary<string, string> { ["format"] = "pt" });
        }

        var (read, refused) = Fuzz(File.ReadAllBytes(In("x")), "weights.safetensors", SafetensorsFile.Open, seed: 1);

        read.Should().BeGreaterThan(100);
        refused.Should().BeGreaterThan(1_000);
    }

    [Fact]
    public void Damaged_indices_are_read_or_refused()
    {
        using (NewDisposeScope())
        {
            SafetensorsWriter.Write(In("a.safetensors"), [KeyValuePair.Create("a", ones(2)), KeyValuePair.Create("c", ones(2))]);
            SafetensorsWriter.Write(In("b.safetensors"), [KeyValuePair.Create("b", ones(3))]);
        }

        var index = """{"metadata":{"total_size":28},"weight_map":{"a":"a.safetensors","b":"b.safetensors","c":"a.safetensors"}}"""u8;

        var (read, refused) = Fuzz(index.ToArray(), "model.safetensors.index.json", ShardedSafetensors.Open, seed: 2);

        read.Should().BeGreaterThan(100);
        refused.Should().BeGreaterThan(1_000);
    }

    [Fact]
    public void Damaged_archives_are_read_or_refused()
    {
        var whole = File.ReadAllBytes(new PickleBuilder().Tensor("a", "0", 2, 3).Text("b").View("HalfStorage", "1", 6, 0, [3, 2], [1, 3])
            .Text("c").Raw(']', 'q', 0, 'K', 5, 'a', 'h', 0, 0x86).Text("d").Raw('N').Write(In("x"), ("0", new byte[24]), ("1", new byte[12])));

        var (read, refused) = Fuzz(whole, "weights.pt", PickleArchive.Open, seed: 3);

        read.Should().BeGreaterThan(100);
        refused.Should().BeGreaterThan(1_000);
    }

    [Fact]
    public void Damaged_pickles_in_sound_archives_are_read_or_refused()
    {
        var pickle = new PickleBuilder().Tensor("a", "0", 2, 3).Text("b").View("HalfStorage", "1", 6, 0, [3, 2], [1, 3])
            .Text("visual").Global("__torch__.model", "Tower").Raw(')', 0x81, '}', '(').Tensor("c", "0", 6).Raw('u', 'b').Pickle();

        var random = new Random(4);
        var read = 0;
        for (var i = 0; i < Mutations; i++)
        {
            try
            {
                StateDictionary.Flatten("weights.pt", PickleMachine.Run("weights.pt", Mutate(pickle, random)));
                read++;
            }
            catch (CheckpointFormatException)
            {
                // refused, as it should be
            }
        }

        read.Should().BeInRange(100, Mutations - 1_000);
    }

    private string In(string name) => Path.Combine(_folder, name);

    private (int Read, int Refused) Fuzz(byte[] whole, string name, Func<string, ICheckpoint> open, int seed)
    {
        var random = new Random(seed);
        var read = 0;
        for (var i = 0; i < Mutations; i++)
        {
            File.WriteAllBytes(In(name), Mutate(whole, random));
            try
            {
                using var scope = NewDisposeScope();
                using var checkpoint = open(In(name));
                foreach (var tensor in checkpoint.Names)
                    checkpoint.LoadTensor(tensor, ScalarType.Float64).shape.Should().Equal(checkpoint.Info(tensor).Shape);
                read++;
            }
            catch (CheckpointFormatException)
            {
                // refused, as it should be
            }
        }

        return (read, Mutations - read);
    }

    // One to four changes: a bit, a byte that means much, a number at an edge, a piece that is cut out, doubled or moved.
    private static byte[] Mutate(byte[] whole, Random random)
    {
        byte[] telling = [0, 1, 0x7f, 0x80, 0xff, (byte)'0', (byte)'9', (byte)'"', (byte)'{', (byte)'}', (byte)'[', (byte)'(', (byte)'.', (byte)'\\', (byte)'/'];
        long[] edges = [0, -1, 1, int.MaxValue, uint.MaxValue, long.MaxValue, long.MinValue, 1L << 60, 1L << 31];
        var bytes = whole.ToList();
        for (var change = random.Next(1, 5); change > 0 && bytes.Count > 16; change--)
        {
            var at = random.Next(bytes.Count);
            var length = random.Next(1, Math.Min(24, bytes.Count - at + 1));
            switch (random.Next(6))
            {
                case 0: bytes[at] ^= (byte)(1 << random.Next(8)); break;
                case 1: bytes[at] = telling[random.Next(telling.Length)]; break;
                case 2: bytes.RemoveRange(at, length); break;
                case 3: bytes.InsertRange(random.Next(bytes.Count), bytes.GetRange(at, length)); break;
                case 4: bytes.RemoveRange(at, bytes.Count - at); break;
                default:
                    var edge = BitConverter.GetBytes(edges[random.Next(edges.Length)]);
                    for (var i = 0; i < random.Next(1, 9) && at + i < bytes.Count; i++)
                        bytes[at + i] = edge[i];
                    break;
            }
        }

        return [.. bytes];
    }
}
