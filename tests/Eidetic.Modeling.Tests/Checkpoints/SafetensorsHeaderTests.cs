using System.Buffers.Binary;
using System.Text;
using CsCheck;
using Eidetic.Abstractions;

namespace Eidetic.Modeling.Tests.Checkpoints;

public sealed class SafetensorsHeaderTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("eidetic-tests-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_header_that_tells_the_truth_is_read()
    {
        var path = Write("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""", dataLength: 8);

        using var file = SafetensorsFile.Open(path);

        file.Names.Should().Equal("a");
    }

    [Theory]
    [InlineData("""{"a":{"dtype":"F32","shape":[3],"data_offsets":[0,8]}}""", "*'a'*8 bytes*takes 12*")]
    [InlineData("""{"a":{"dtype":"F32","shape":[4611686018427387904,4],"data_offsets":[0,8]}}""", "*'a'*more than any file*")]
    [InlineData("""{"a":{"dtype":"F32","shape":[0,9223372036854775807,9223372036854775807],"data_offsets":[0,0]}}""", "*'a'*more than any file*")]
    [InlineData("""{"a":{"dtype":"F32","shape":[0,5],"data_offsets":[0,8]}}""", "*'a'*takes 0*")]
    [InlineData("""{"a":{"dtype":"F32","shape":[-2],"data_offsets":[0,8]}}""", "*'a'*shape entry -2*")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2.5],"data_offsets":[0,8]}}""", "*'a'*shape entry 2.5*")]
    [InlineData("""{"a":{"dtype":"C64","shape":[1],"data_offsets":[0,8]}}""", "*'a'*'C64'*F32, F16*")]
    [InlineData("""{"a":{"shape":[2],"data_offsets":[0,8]}}""", "*'a'*element type*")]
    [InlineData("""{"a":{"dtype":"F32","data_offsets":[0,8]}}""", "*'a'*no shape*")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2]}}""", "*'a'*no data_offsets*")]
    [InlineData("""{"a":{"dtype":"F32","shape":[4],"data_offsets":[0,16]}}""", "*'a'*outside the 8 bytes*")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[8,0]}}""", "*'a'*")]
    [InlineData("""{"a":{"dtype":"U8","shape":[8],"data_offsets":[0,8]},"b":{"dtype":"U8","shape":[4],"data_offsets":[4,8]}}""", "*'b' overlaps*")]
    [InlineData("""{"a":{"dtype":"U8","shape":[4],"data_offsets":[4,8]}}""", "*4 bytes before tensor 'a'*")]
    [InlineData("""{"a":{"dtype":"U8","shape":[4],"data_offsets":[0,4]}}""", "*4 bytes at the end*")]
    [InlineData("""{"a":{"dtype":"U8","shape":[4],"data_offsets":[0,4]},"a":{"dtype":"U8","shape":[4],"data_offsets":[4,8]}}""", "*'a' occurs twice*")]
    [InlineData("""{"a":5}""", "*'a'*")]
    [InlineData("""{"a":{"dtype":"U8","shape":[1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,8],"data_offsets":[0,8]}}""", "*'a' has 17 axes*")]
    [InlineData("""{"\ud800":5}""", "*not JSON*")]
    [InlineData("""[]""", "*JSON object*")]
    [InlineData("""{"a":""", "*not JSON*")]
    [InlineData("""{"__metadata__":{"k":1}}""", "*'k'*")]
    public void A_header_that_contradicts_the_file_is_refused(string header, string message)
    {
        var path = Write(header, dataLength: 8);

        var open = () => SafetensorsFile.Open(path);

        open.Should().Throw<CheckpointFormatException>().WithMessage(message);
    }

    [Theory]
    [InlineData(ulong.MaxValue)]
    [InlineData(1UL << 60)]
    [InlineData(100_000_001)]
    [InlineData(1_000)]
    public void A_header_longer_than_the_file_or_the_cap_is_refused(ulong length)
    {
        var bytes = new byte[64];
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, length);
        var path = Path.Combine(_folder, "long.safetensors");
        File.WriteAllBytes(path, bytes);

        var open = () => SafetensorsFile.Open(path);

        open.Should().Throw<CheckpointFormatException>().WithMessage("*header*");
    }

    [Fact]
    public void A_file_cut_anywhere_is_refused()
    {
        var whole = File.ReadAllBytes(Write("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""", dataLength: 8));

        Gen.Int[0, whole.Length - 1].Sample(length =>
        {
            var path = Path.Combine(_folder, $"cut-{length}.safetensors");
            File.WriteAllBytes(path, whole[..length]);

            var open = () => SafetensorsFile.Open(path);

            open.Should().Throw<CheckpointFormatException>();
        }, iter: 60, threads: 1);
    }

    private string Write(string header, int dataLength)
    {
        var json = Encoding.UTF8.GetBytes(header);
        var bytes = new byte[8 + json.Length + dataLength];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, json.Length);
        json.CopyTo(bytes, 8);
        var path = Path.Combine(_folder, "test.safetensors");
        File.WriteAllBytes(path, bytes);
        return path;
    }
}
