using Eidetic.Abstractions;
using Eidetic.Cli.Api;

namespace Eidetic.Cli.Inputs;

/// <summary>What <c>recall</c> was asked: words, a picture, both, or a file of queries.</summary>
internal sealed record Questions
{
    private readonly string? _text;
    private readonly string? _queryFile;

    private Questions(string? text, string? imageFile, string? queryFile)
    {
        _text = text;
        ImageFile = imageFile;
        _queryFile = queryFile;
    }

    /// <summary>The picture that was asked with, or null.</summary>
    public string? ImageFile { get; }

    /// <exception cref="UsageException">Nothing is asked, or two things at once.</exception>
    public static Questions From(string? text, string? imageFile, string? queryFile)
    {
        if (queryFile is not null && (text is not null || imageFile is not null))
            throw new UsageException("--queries cannot be combined with a QUERY or --image: ask one way");

        if (text is null && imageFile is null && queryFile is null)
            throw new UsageException("nothing is asked: give a QUERY, --image FILE or --queries FILE");

        if (text is not null && string.IsNullOrWhiteSpace(text))
            throw new UsageException("the QUERY is empty: describe the image in a few words");

        return new Questions(text, imageFile, queryFile);
    }

    /// <exception cref="SourceException">A file is missing or not as expected.</exception>
    public IReadOnlyList<RecallQuery> Read(IEideticApi api)
    {
        if (_queryFile is not null)
        {
            return [.. QuestionFile.Read(_queryFile).Select(RecallQuery.FromText)];
        }

        if (ImageFile is not null && !File.Exists(ImageFile))
            throw new SourceException($"--image: there is no file '{ImageFile}'", ImageFile);

        return [new RecallQuery { Text = _text, Image = ImageFile is null ? null : api.ReadPicture(ImageFile) }];
    }
}
