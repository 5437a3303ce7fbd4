using Eidetic.Abstractions;

namespace Eidetic.Identifiers.Tests;

public sealed class NumberSchemesTests
{
    private static readonly IdentifierRequest Request = SchemeRequests.Of(TestVectors.Same(rows: 1235, dim: 1));

    [Fact]
    public void String_identifiers_are_pieces_of_up_to_three_digits()
    {
        var assignment = IdentifierSchemes.Create("string").Assign(Request);

        assignment.NamesOf(7).Should().Equal("7 <end>");
        assignment.NamesOf(123).Should().Equal("123 <end>");
        assignment.NamesOf(1234).Should().Equal("123 4 <end>");
        assignment.TokenVectors.Should().BeNull();
    }

    [Fact]
    public void Numeric_identifiers_are_digits()
    {
        var assignment = IdentifierSchemes.Create("numeric").Assign(Request);

        assignment.NamesOf(0).Should().Equal("0 <end>");
        assignment.NamesOf(1234).Should().Equal("1 2 3 4 <end>");
        assignment.Vocabulary.Names.Should().Equal("0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "<end>");
    }

    [Fact]
    public void Atomic_identifiers_are_keys_with_the_images_own_vectors()
    {
        var request = SchemeRequests.Images(5);

        var assignment = IdentifierSchemes.Create("atomic").Assign(request);

        assignment.IsAtomic.Should().BeTrue();
        assignment.Vocabulary.Names.Should().Equal(request.Keys);
        assignment.Identifiers.Select(identifier => identifier.Tokens.Single()).Should().Equal(0, 1, 2, 3, 4);
        assignment.TokenVectors!.Values.Should().Equal(request.Vectors.Values);
    }

    [Fact]
    public void Only_atomic_identifiers_are_atomic() =>
        IdentifierSchemes.Names.Where(name => IdentifierSchemes.Create(name).Assign(SchemeRequests.Images(3)).IsAtomic).Should().Equal("atomic");
}
