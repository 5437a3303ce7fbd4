using Eidetic.Abstractions;

namespace Eidetic.Evaluation.Tests;

public sealed class CandidateFileTests
{
    [Fact]
    public void Keys_are_read_in_order_and_once()
    {
        using var file = new TextFile("b.jpg\r\n\n sub/日.png \na.jpg\nb.jpg");

        var keys = CandidateFile.Read(file.Path);

        keys.Should().Equal("b.jpg", "sub/日.png", "a.jpg");
    }

    [Fact]
    public void An_empty_file_is_refused()
    {
        using var file = new TextFile("\n");

        var reading = () => CandidateFile.Read(file.Path);

        reading.Should().Throw<SourceException>().WithMessage("Expected a file of candidate keys with at least one line*");
    }
}
