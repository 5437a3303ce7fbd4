using Eidetic.Abstractions;
using Eidetic.Modeling;
using Eidetic.Tests.Cli;

namespace Eidetic.Tests.Folders;

public sealed class ImageVectorsTests
{
    [Fact]
    public void Vectors_come_back_from_the_file_within_a_step_of_their_part()
    {
        using var folder = new TemporaryFolder();
        var path = Path.Combine(folder.Path, "vectors.safetensors");
        var vectors = Random(rows: 20, dim: 12);
        for (var row = 0; row < vectors.Rows; row++)
        {
            vectors[row][8..].Fill(vectors[row][8] * 100);
        }

        ImageVectors.Of(vectors, sharedDim: 8).Save(path);
        var loaded = ImageVectors.Load(path);

        loaded.Should().BeEquivalentTo(new { Count = 20, Dim = 12, SharedDim = 8 });
        for (var row = 0; row < vectors.Rows; row++)
        {
            loaded.ToMatrix()[row][..8].ToArray().Should().Equal(vectors[row][..8].ToArray(), (a, b) => Math.Abs(a - b) <= 1 / 254f);
            loaded.ToMatrix()[row][8..].ToArray().Should().Equal(vectors[row][8..].ToArray(), (a, b) => Math.Abs(a - b) <= 100 / 254f);
        }
    }

    [Fact]
    public void An_image_is_compared_by_parts()
    {
        var vectors = Random(rows: 3, dim: 5);
        var query = Random(rows: 1, dim: 5);

        var stored = ImageVectors.Of(vectors, sharedDim: 3);
        var (shared, words) = stored.Compare(2, query[0]);

        var matrix = stored.ToMatrix();
        shared.Should().BeApproximately(Enumerable.Range(0, 3).Sum(i => matrix[2][i] * query[0][i]), 1e-5f);
        words.Should().BeApproximately(Enumerable.Range(3, 2).Sum(i => matrix[2][i] * query[0][i]), 1e-5f);
        stored.ToSharedMatrix()[2].ToArray().Should().Equal(matrix[2][..3].ToArray());
    }

    [Fact]
    public void Vectors_of_older_memories_are_read()
    {
        using var folder = new TemporaryFolder();
        TorchRuntime.EnsureLoaded();
        var path = Path.Combine(folder.Path, "vectors.safetensors");
        var vectors = Random(rows: 4, dim: 6);
        using (var tensor = vectors.ToTensor(TorchSharp.torch.CPU))
        {
            SafetensorsWriter.Write(path, [KeyValuePair.Create("images", tensor)]);
        }

        var loaded = ImageVectors.Load(path);

        loaded.SharedDim.Should().Be(6);
        loaded.ToMatrix().Values.Should().Equal(vectors.Values, (a, b) => Math.Abs(a - b) <= 1 / 254f);
    }

    [Fact]
    public void Foreign_scales_are_refused()
    {
        using var folder = new TemporaryFolder();
        TorchRuntime.EnsureLoaded();
        var path = Path.Combine(folder.Path, "vectors.safetensors");
        using (var tensor = Random(rows: 4, dim: 6).ToTensor(TorchSharp.torch.CPU))
        {
            SafetensorsWriter.Write(path, [KeyValuePair.Create("images", tensor), KeyValuePair.Create("scales", tensor)]);
        }

        var load = () => ImageVectors.Load(path);

        load.Should().Throw<CheckpointFormatException>().WithMessage("*8-bit vectors with two scales*");
    }

    private static FeatureMatrix Random(int rows, int dim)
    {
        var random = new Random(rows + dim);
        return new FeatureMatrix(dim, [.. Enumerable.Range(0, rows * dim).Select(_ => (float)(random.NextDouble() * 2 - 1))]);
    }
}
