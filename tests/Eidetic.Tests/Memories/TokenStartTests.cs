using Eidetic.Abstractions;

namespace Eidetic.Tests.Memories;

public sealed class TokenStartTests
{
    [Fact]
    public void Tokens_are_counted_and_those_that_begin_know_how_far_apart_their_images_lie()
    {
        var assignment = new IdentifierAssignment
        {
            Vocabulary = new IdentifierVocabulary(["c0", "c1", "r0", "u0"]),
            Identifiers = [new ImageIdentifier(0, [0, 2]), new ImageIdentifier(1, [0, 3]), new ImageIdentifier(2, [1])],
            TokenVectors = new FeatureMatrix(3, [1, 0, 7, 0, 1, 7, 0.5f, 0, 0, 0, 0, 0]),
        };
        var vectors = new FeatureMatrix(3, [1, 2, 0, 1, -4, 0, 0, 1, 0]);

        var start = TokenStart.Of(assignment, vectors, sharedDim: 2);

        start.Counts.Should().Equal(2, 1, 1, 1);
        start.Spreads.Should().Equal(10, 0, 0, 0);
    }
}
