using Eidetic.Abstractions;
using TorchSharp;
using static TorchSharp.torch;

namespace Eidetic.Modeling.Tests.Encoders;

public class MobileNetEncoderTests(MobileNetFixture eyes) : IClassFixture<MobileNetFixture>
{
    private static readonly RgbImage[] Pictures =
        [.. new[] { "cup", "guitar", "penguin", "pattern" }.Select(name => Fixture.ReadPng(Path.Combine(Fixture.MobileNet, $"{name}.png")))];

    [Fact]
    public void It_says_what_it_is()
    {
        var encoder = eyes.Encoder;

        encoder.Name.Should().Be("mobilenet");
        encoder.Dim.Should().Be(1280);
        encoder.Preprocessing.Should().Be(new ImagePreprocessing { Size = 224, Fit = ImageFit.Squash });
        encoder.Fingerprint.Should().Be("mobilenet-1b03a040be1983ceae7d1d8f36b37d9c");
    }

    [Fact]
    public void Pictures_encode_alike_alone_and_in_batches()
    {
        var many = Enumerable.Range(0, 37).Select(i => Pictures[i % 4]).ToArray();

        var together = eyes.Encoder.Encode(many);

        together.Rows.Should().Be(37);
        for (var i = 0; i < many.Length; i++)
            Fixture.LargestDifference(together[i], eyes.Encoder.Encode([many[i]])[0]).Should().BeLessThan(1e-4f);
    }

    [Fact]
    public void The_grid_averages_to_the_vector()
    {
        var grid = eyes.Encoder.EncodeGrid([Pictures[0], Pictures[2]]);
        var pooled = eyes.Encoder.Encode([Pictures[2]]);

        grid.Rows.Should().Be(2 * 49);
        var means = Enumerable.Range(0, 1280).Select(i => Enumerable.Range(49, 49).Average(row => grid[row][i])).ToArray();
        Fixture.LargestDifference(means, pooled.Values).Should().BeLessThan(1e-4f);
    }

    [Fact]
    public void The_grid_tells_left_from_right()
    {
        var pixels = new byte[224 * 224 * 3];
        for (var i = 0; i < pixels.Length; i++)
            pixels[i] = i / 3 % 224 >= 112 ? (byte)(i * 37 % 256) : (byte)255;

        var grid = eyes.Encoder.EncodeGrid([new RgbImage(224, 224, pixels)]);

        var left = Fixture.Cosine(grid[3 * 7], grid[2 * 7]);
        var across = Fixture.Cosine(grid[3 * 7], grid[(3 * 7) + 6]);
        left.Should().BeGreaterThan(across);
    }

    [Fact]
    public void No_pictures_give_no_vectors()
    {
        var none = eyes.Encoder.Encode([]);

        none.Rows.Should().Be(0);
        eyes.Encoder.Classify(none).Rows.Should().Be(0);
    }

    [Fact]
    public void A_picture_of_another_size_is_refused()
    {
        var encode = () => eyes.Encoder.Encode([new RgbImage(2, 1, new byte[6])]);

        encode.Should().Throw<ArgumentException>().WithMessage("*224x224*2x1*");
    }

    [Fact]
    public void Vectors_of_another_length_are_not_classified()
    {
        var classify = () => eyes.Encoder.Classify(new FeatureMatrix(1, 512));

        classify.Should().Throw<ArgumentException>().WithMessage("*1280*512*");
    }

    [Fact]
    public void A_folder_without_weights_is_named()
    {
        var load = () => MobileNetEncoder.Load(Path.Combine(Path.GetTempPath(), "no-such-folder"));

        load.Should().Throw<CheckpointFormatException>().WithMessage("*no-such-folder*");
    }

    [Fact]
    public void Encoding_leaves_no_tensor_behind()
    {
        eyes.Encoder.Classify(eyes.Encoder.Encode(Pictures));
        var before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;

        eyes.Encoder.Classify(eyes.Encoder.Encode(Pictures));
        eyes.Encoder.EncodeGrid(Pictures);

        DisposeScopeManager.Statistics.ThreadTotalLiveCount.Should().Be(before);
    }

    [Fact]
    public void Loading_and_disposing_leaves_no_tensor_behind()
    {
        var before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;

        MobileNetEncoder.LoadShipped().Dispose();

        DisposeScopeManager.Statistics.ThreadTotalLiveCount.Should().Be(before);
    }

    [Fact]
    public void An_encoder_loaded_within_a_scope_outlives_it()
    {
        MobileNetEncoder encoder;
        using (NewDisposeScope())
            encoder = MobileNetEncoder.LoadShipped();

        using (encoder)
            encoder.Encode([Pictures[0]]).Values.Should().Equal(eyes.Encoder.Encode([Pictures[0]]).Values);
    }

    [Fact]
    public void Several_threads_get_the_same_vectors()
    {
        var alone = eyes.Encoder.Encode(Pictures);

        Parallel.For(0, 4, _ => Fixture.LargestDifference(eyes.Encoder.Encode(Pictures).Values, alone.Values).Should().BeLessThan(1e-4f));
    }

    [Fact]
    public void Gradients_are_as_the_caller_left_them()
    {
        eyes.Encoder.Encode([Pictures[0]]);

        using var scope = NewDisposeScope();
        is_inference_mode_enabled().Should().BeFalse();
        ones(1, requires_grad: true).mul(2).requires_grad.Should().BeTrue();
    }
}
