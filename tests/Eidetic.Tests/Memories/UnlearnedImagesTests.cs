using Eidetic.Abstractions;
using Eidetic.Identifiers;
using Eidetic.Retrieval;

namespace Eidetic.Tests.Memories;

/// <summary>Images that came after learning, beside a decoder that follows what it was taught to the letter.</summary>
[Collection(TorchTests.Name)]
public sealed class UnlearnedImagesTests
{
    private const int Learned = 12;
    private const int All = 20;
    private const int Dim = 16;
    private const double Scale = 9;
    private static readonly IdentifierTrie Trie = IdentifierTrie.Build([.. Enumerable.Range(0, All).Select(image => new ImageIdentifier(image, [image]))], All);
    private readonly ImageVectors _vectors;
    private readonly float[] _query;
    private readonly double[] _taught;

    public UnlearnedImagesTests()
    {
        var random = new Random(3);
        var vectors = new FeatureMatrix(All, Dim);
        foreach (ref var number in vectors.Values.AsSpan())
        {
            number = random.NextSingle() - 0.5f;
        }

        _vectors = ImageVectors.Of(vectors, sharedDim: Dim - 4);
        _query = [.. Enumerable.Range(0, Dim).Select(_ => random.NextSingle() - 0.5f)];
        _taught = [.. Enumerable.Range(0, All).Select(image => Scale * (_vectors.Compare(image, _query).Shared + _vectors.Compare(image, _query).Words))];
    }

    private UnlearnedImages Unlearned => new(_vectors, Trie, Learned, Scale);

    [Theory]
    [InlineData(Learned, 0)]
    [InlineData(Learned, 0.3)]
    [InlineData(5, 0)]
    [InlineData(5, 0.3)]
    public void Every_image_gets_its_share_of_what_the_decoder_was_taught_to_follow(int beams, double lost)
    {
        var found = Found(beams, lost);

        var joined = Unlearned.Join(found, found, _query, mask: null, most: All);

        var total = _taught.Sum(Math.Exp);
        joined.Should().HaveCount(beams + All - Learned).And.BeInDescendingOrder(image => image.LogProbability);
        foreach (var image in joined)
        {
            Math.Exp(image.LogProbability).Should().BeApproximately(Math.Exp(_taught[image.Image]) / total, 1e-9);
        }
    }

    [Fact]
    public void A_mask_leaves_out_images_and_changes_no_probability()
    {
        var found = Found(Learned, lost: 0.2);
        var mask = Trie.Restrict([1, 4, 14, 19]);

        var some = Unlearned.Join([.. found.Where(image => mask.AllowsImage(image.Image))], found, _query, mask, most: All);

        some.Select(image => image.Image).Should().BeEquivalentTo([1, 4, 14, 19]);
        some.Should().BeSubsetOf(Unlearned.Join(found, found, _query, mask: null, most: All));
    }

    [Fact]
    public void No_more_of_them_are_put_among_the_others_than_asked_for()
    {
        var found = Found(3, lost: 0);

        var joined = Unlearned.Join(found, found, _query, mask: null, most: 2);

        var likeliest = Enumerable.Range(Learned, All - Learned).OrderByDescending(image => _taught[image]).Take(2);
        joined.Select(image => image.Image).Where(Unlearned.Holds).Should().BeEquivalentTo(likeliest);
    }

    [Fact]
    public void Where_nothing_that_was_learned_is_left_the_others_share_all()
    {
        var joined = Unlearned.Join([], [], _query, mask: null, most: All);

        joined.Sum(image => Math.Exp(image.LogProbability)).Should().BeApproximately(1, 1e-9);
    }

    /// <summary>The likeliest learned images, as a decoder gives them that lost a share to images that it does not know.</summary>
    private RecalledImage[] Found(int beams, double lost)
    {
        var total = Math.Log(_taught.Take(Learned).Sum(Math.Exp));
        var learned = Enumerable.Range(0, Learned).OrderByDescending(image => _taught[image]).Take(beams)
            .Select(image => new RecalledImage { Image = image, Leaf = Trie.LeavesOf(image)[0], LogProbability = _taught[image] - total + Math.Log(1 - lost) });
        return lost == 0
            ? [.. learned]
            : [.. learned, new RecalledImage { Image = Learned + 1, Leaf = Trie.LeavesOf(Learned + 1)[0], LogProbability = Math.Log(lost) }];
    }
}
