using Eidetic.Abstractions;

namespace Eidetic.Modeling.Tests.Encoders;

public class LabelCaptionerTests(MobileNetFixture eyes) : IClassFixture<MobileNetFixture>
{
    private readonly LabelCaptioner _captioner = new(eyes.Encoder);

    [Fact]
    public void The_first_caption_names_what_the_eyes_see()
    {
        var captions = _captioner.Caption([Request("cup"), Request("guitar"), Request("penguin")], captionsPerImage: 1, seed: 1);

        captions.Should().AllSatisfy(list => list.Should().ContainSingle());
        captions[0][0].Should().EndWith(" of a cup");
        captions[1][0].Should().EndWith(" of an electric guitar");
        captions[2][0].Should().EndWith(" of a king penguin");
    }

    [Fact]
    public void More_captions_join_likely_labels_and_name_them_alone()
    {
        var captions = _captioner.Caption([Request("penguin")], captionsPerImage: 4, seed: 1)[0];

        captions.Skip(1).Should().Equal("a king penguin and a rock beauty", "king penguin", captions[0].Replace("king penguin", "rock beauty"));
    }

    [Fact]
    public void The_same_seed_gives_the_same_captions_and_another_may_open_otherwise()
    {
        var requests = new[] { Request("cup") };

        var openings = Enumerable.Range(0, 20).Select(seed => _captioner.Caption(requests, 1, seed)[0][0]).ToList();

        openings.Should().Equal(Enumerable.Range(0, 20).Select(seed => _captioner.Caption(requests, 1, seed)[0][0]));
        openings.Distinct().Should().HaveCount(3);
    }

    [Fact]
    public void Every_class_gives_captions_that_are_not_empty_and_none_is_the_background()
    {
        var names = eyes.Encoder.Labels.Skip(1).SelectMany(ImageNetLabel.Names).ToList();

        names.Should().NotContain(text => string.IsNullOrWhiteSpace(text)).And.NotContain("background");
        eyes.Encoder.Labels[0].Should().Be("background");
        var blank = _captioner.Caption([new CaptionRequest { Key = "blank", Features = new float[1280], LoadPixels = NoPixels }], 3, seed: 0);
        blank[0].Should().NotBeEmpty().And.NotContain(text => string.IsNullOrWhiteSpace(text)).And.NotContain(caption => caption.Contains("background"));
    }

    [Theory]
    [InlineData("king penguin, Aptenodytes patagonica", "a king penguin")]
    [InlineData("umbrella", "an umbrella")]
    [InlineData("unicycle, monocycle", "a unicycle")]
    [InlineData("hourglass", "an hourglass")]
    [InlineData("sunglasses, dark glasses, shades", "sunglasses")]
    [InlineData("school bus", "a school bus")]
    [InlineData("African elephant, Loxodonta africana", "an African elephant")]
    public void A_label_is_said_with_its_article(string label, string said)
    {
        ImageNetLabel.WithArticle(ImageNetLabel.Names(label)[0]).Should().Be(said);
    }

    [Fact]
    public void Latin_names_are_left_out()
    {
        ImageNetLabel.Names("great white shark, white shark, man-eater, Carcharodon carcharias").Should().Equal("great white shark", "white shark", "man-eater");
    }

    [Fact]
    public void A_vector_of_other_eyes_is_refused_with_its_key()
    {
        var caption = () => _captioner.Caption([new CaptionRequest { Key = "a.jpg", Features = new float[3], LoadPixels = NoPixels }], 1, 0);

        caption.Should().Throw<ArgumentException>().WithMessage("*[1280]*[3]*'a.jpg'*");
    }

    private CaptionRequest Request(string name) => new()
    {
        Key = $"{name}.png",
        Features = eyes.Encoder.Encode([Fixture.ReadPng(Path.Combine(Fixture.MobileNet, $"{name}.png"))]).Values,
        LoadPixels = NoPixels,
    };

    private static RgbImage NoPixels() => throw new InvalidOperationException("The captioner needs no pixels.");
}
