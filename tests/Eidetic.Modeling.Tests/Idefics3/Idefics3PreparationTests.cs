using Eidetic.Abstractions;

namespace Eidetic.Modeling.Tests.Idefics3;

public class Idefics3PreparationTests
{
    private static readonly string Json = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Fixtures", "idefics3-tiny", "preprocessor_config.json"));

    [Fact]
    public void Tiles_and_the_longest_side_are_the_files()
    {
        var preparation = Idefics3Preparation.Parse(Json, "preprocessor_config.json", tileSize: 32);

        preparation.TiledLongestSide.Should().Be(128);
        preparation.Whole.Should().Be(new ImagePreprocessing { Size = 32, Resampling = ImageResampling.PillowLanczos });
    }

    [Fact]
    public void Without_splitting_pictures_are_shown_whole()
    {
        var preparation = Idefics3Preparation.Parse(Json.Replace("\"do_image_splitting\": true", "\"do_image_splitting\": false"), "preprocessor_config.json", tileSize: 32);

        preparation.TiledLongestSide.Should().BeNull();
    }

    [Theory]
    [InlineData("\"resample\": 1", "\"resample\": 3", "*expected resample to be 1, found 3*")]
    [InlineData("\"do_normalize\": true", "\"do_normalize\": false", "*'do_normalize' to be true*")]
    [InlineData("0.00392156862745098", "0.5", "*expected rescale_factor * 255 to be 1, found 127.5*")]
    [InlineData("\"longest_edge\": 32", "\"longest_edge\": 64", "*max_image_size.longest_edge to be 32, found 64*")]
    [InlineData("\"image_mean\": [", "\"image_mean\": [0.4,", "*image_mean to be 0.5, found 0.4*")]
    [InlineData("\"size\"", "\"sizes\"", "*'size' to hold 'longest_edge'*")]
    public void A_preparation_that_is_not_done_here_is_refused_in_one_sentence(string part, string other, string message)
    {
        Json.Should().Contain(part);

        var parse = () => Idefics3Preparation.Parse(Json.Replace(part, other), "preprocessor_config.json", tileSize: 32);

        parse.Should().Throw<CheckpointFormatException>().WithMessage(message);
    }
}
