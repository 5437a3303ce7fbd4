using System.Security.Cryptography;
using Eidetic.Abstractions;

namespace Eidetic.Data.Tests;

public sealed class ImageIngestTests : IDisposable
{
    private static readonly ImagePreprocessing Eyes = new() { Size = 4 };
    private readonly TemporaryFolder _folder = new();
    private readonly List<SourceProblem> _problems = [];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Images_come_in_batches_in_source_order_prepared_for_the_encoder()
    {
        for (var i = 0; i < 25; i++)
        {
            _folder.Write(FormattableString.Invariant($"{i:00}.png"), Pictures.Png(10 + 40 * (i % 3), 20, seed: i));
        }

        var batches = await Ingest(needsPixels: _ => true, new ImageIngestOptions { BatchSize = 10, Workers = 4 });

        batches.Select(batch => batch.Count).Should().Equal(10, 10, 5);
        var images = batches.SelectMany(batch => batch).ToList();
        images.Select(image => image.Source.Key).Should().Equal(Enumerable.Range(0, 25).Select(i => FormattableString.Invariant($"{i:00}.png")));
        images.Select(image => image.Width).Should().Equal(Enumerable.Range(0, 25).Select(i => 10 + 40 * (i % 3)));
        images.Should().OnlyContain(image => image.Height == 20 && image.Prepared!.Width == 4 && image.Prepared.Height == 4);
        _problems.Should().BeEmpty();
    }

    [Fact]
    public async Task Hash_size_and_length_are_those_of_the_file()
    {
        var jpeg = Pictures.WithOrientation(ImageWriter.EncodeJpeg(Pictures.Quartered(30, 12)), 6);
        _folder.Write("a.jpg", jpeg);

        var image = (await Ingest(needsPixels: _ => true)).Single().Single();

        image.Sha256.Should().Equal(SHA256.HashData(jpeg));
        image.Bytes.Should().Be(jpeg.Length);
        (image.Width, image.Height).Should().Be((12, 30));
    }

    [Fact]
    public async Task Pixels_are_decoded_only_where_they_are_asked_for()
    {
        var known = Pictures.Png(6, 7, seed: 1);
        _folder.Write("known.png", known);
        _folder.Write("new.png", Pictures.Png(6, 7, seed: 2));
        var knownHash = SHA256.HashData(known);

        var images = (await Ingest(hash => !hash.AsSpan().SequenceEqual(knownHash))).Single();

        images[0].Prepared.Should().BeNull();
        (images[0].Width, images[0].Height).Should().Be((6, 7));
        images[1].Prepared.Should().NotBeNull();
    }

    [Fact]
    public async Task Bad_files_are_reported_once_each_and_the_others_are_kept()
    {
        _folder.Write("a.png", Pictures.Png());
        _folder.Write("b.png", []);
        _folder.Write("c.jpg", "a letter");
        _folder.Write("d.jpg", ImageWriter.EncodeJpeg(Pictures.Noise(64, 64, 3))[..2000]);
        _folder.Write("e.png", Pictures.PngClaiming(60_000, 60_000));
        _folder.Write("f.png", new byte[2000]);
        _folder.Write("g.webp", Pictures.Encode(Pictures.Quartered(9, 9), "webp"));

        var images = (await Ingest(_ => true, new ImageIngestOptions { Decoder = new ImageDecoderOptions { MaxBytes = 5000 } })).Single();

        images.Select(image => image.Source.Key).Should().Equal("a.png", "g.webp");
        _problems.Select(problem => problem.Item).Should().Equal("b.png", "c.jpg", "d.jpg", "e.png", "f.png");
        _problems.Should().OnlyContain(problem => problem.Message.EndsWith("left out."));
    }

    [Fact]
    public async Task A_file_over_the_limit_is_not_even_read()
    {
        _folder.Write("a.png", Pictures.Png());
        using (var huge = File.Create(_folder.Of("huge.png")))
        {
            huge.SetLength(8L << 30);
        }

        await Ingest(_ => true);

        _problems.Should().ContainSingle().Which.Message.Should().Contain("8589934592 bytes");
    }

    [Fact]
    public async Task A_file_that_vanishes_meanwhile_is_reported()
    {
        _folder.Write("a.png", Pictures.Png());
        var source = new Scripted(
            new SourceImage { Key = "gone.png", Open = () => File.OpenRead(_folder.Of("gone.png")) },
            new SourceImage { Key = "a.png", Open = () => File.OpenRead(_folder.Of("a.png")) });

        var images = (await Ingest(_ => true, source: source)).Single();

        images.Should().ContainSingle();
        _problems.Should().ContainSingle().Which.Item.Should().Be("gone.png");
    }

    [Fact]
    public async Task The_same_bytes_under_two_keys_are_kept_twice_and_told_once()
    {
        _folder.Write("a.png", Pictures.Png(seed: 1));
        _folder.Write("b.png", Pictures.Png(seed: 1));
        _folder.Write("c.png", Pictures.Png(seed: 2));

        var images = (await Ingest(_ => true)).Single();

        images.Should().HaveCount(3);
        _problems.Should().Equal(new SourceProblem("b.png", "The file has the same bytes as 'a.png'; both are kept."));
    }

    [Fact]
    public async Task A_source_without_a_readable_image_is_refused()
    {
        _folder.Write("a.png", "text");

        var ingest = () => Ingest(_ => true);

        (await ingest.Should().ThrowAsync<SourceException>()).WithMessage("None of the 1 images*");
        _problems.Should().ContainSingle();
    }

    [Fact]
    public async Task A_stream_that_cannot_seek_is_read_to_its_end_or_to_the_limit()
    {
        var png = Pictures.Png(100, 100);
        var source = new Scripted(new SourceImage { Key = "a.png", Open = () => new Unseekable(png) });

        var images = await Ingest(_ => true, source: source);
        var tight = () => Ingest(_ => true, new ImageIngestOptions { Decoder = new ImageDecoderOptions { MaxBytes = 100 } }, source);

        images.Single().Single().Sha256.Should().Equal(SHA256.HashData(png));
        await tight.Should().ThrowAsync<SourceException>();
    }

    [Fact]
    public async Task Reading_stops_when_the_caller_stops()
    {
        for (var i = 0; i < 50; i++)
        {
            _folder.Write(FormattableString.Invariant($"{i}.png"), Pictures.Png(seed: i));
        }

        var opened = 0;
        var source = new Scripted([.. Enumerable.Range(0, 50).Select(i => new SourceImage
        {
            Key = FormattableString.Invariant($"{i}.png"),
            Open = () =>
            {
                Interlocked.Increment(ref opened);
                return File.OpenRead(_folder.Of(FormattableString.Invariant($"{i}.png")));
            },
        })]);

        var ingest = new ImageIngest(new ImageIngestOptions { BatchSize = 2, Workers = 2 });
        await foreach (var batch in ingest.ReadAsync(source, Eyes, _ => true, _problems.Add))
        {
            batch.Should().HaveCount(2);
            break;
        }

        opened.Should().BeLessThanOrEqualTo(2 + 2 * (2 + 2), "at most the batch, what is ahead and what is under way was read");
    }

    [Fact]
    public async Task Cancelling_ends_the_reading()
    {
        _folder.Write("a.png", Pictures.Png());
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();

        var ingest = async () =>
        {
            await foreach (var _ in new ImageIngest().ReadAsync(ImageSources.Open(_folder.Path), Eyes, _ => true, _problems.Add, cancelled.Token))
            {
            }
        };

        await ingest.Should().ThrowAsync<OperationCanceledException>();
    }

    [Fact]
    public async Task Flickr8k_itself_is_read_whole()
    {
        var folder = Environment.GetEnvironmentVariable("EIDETIC_FLICKR8K");
        Assert.SkipUnless(Directory.Exists(folder), "EIDETIC_FLICKR8K does not name the data set.");

        var images = (await Ingest(_ => true, source: ImageSources.Open("flickr:" + folder))).Sum(batch => batch.Count);

        images.Should().Be(8000);
    }

    private async Task<List<IReadOnlyList<IngestedImage>>> Ingest(
        Func<byte[], bool> needsPixels, ImageIngestOptions? options = null, IImageSource? source = null)
    {
        var batches = new List<IReadOnlyList<IngestedImage>>();
        var ingest = new ImageIngest(options);
        await foreach (var batch in ingest.ReadAsync(source ?? ImageSources.Open(_folder.Path), Eyes, needsPixels, _problems.Add))
        {
            batches.Add(batch);
        }

        return batches;
    }

    /// <summary>A source that names what the test says.</summary>
    private sealed class Scripted(params SourceImage[] images) : IImageSource
    {
        public string Name => "scripted";

        public IAsyncEnumerable<SourceImage> ReadAsync(Action<SourceProblem> report, CancellationToken cancellationToken = default) =>
            images.ToAsyncEnumerable();
    }

    /// <summary>Bytes as a network or an archive gives them.</summary>
    private sealed class Unseekable(byte[] bytes) : MemoryStream(bytes)
    {
        public override bool CanSeek => false;

        public override long Length => throw new NotSupportedException();
    }
}
