using Eidetic.Abstractions;

namespace Eidetic.Data;

/// <summary>Gathers the lines of caption files by image, in the order they were read, and tells what contradicts itself.</summary>
internal sealed class CaptionMerge(Action<SourceProblem> report)
{
    private readonly Dictionary<string, Entry> _entries = new(StringComparer.Ordinal);

    /// <summary>The images named so far.</summary>
    public IEnumerable<string> Images => _entries.Keys;

    /// <summary>Adds the lines of one file.</summary>
    /// <param name="records">The lines, in order.</param>
    /// <param name="keyOf">The key of the image a line names, or null when the line is to be passed over.</param>
    public void Add(IEnumerable<CaptionRecord> records, Func<CaptionRecord, string?> keyOf)
    {
        var whole = new Dictionary<string, string?>(StringComparer.Ordinal);
        foreach (var record in records)
        {
            if (keyOf(record) is not { } key)
            {
                continue;
            }

            if (record.IsWhole && !whole.TryAdd(key, record.Location) && whole[key] is { } first)
            {
                report(new SourceProblem(record.Location, $"'{key}' was named before, at {first}; the captions of both lines are kept."));
                whole[key] = null;
            }

            Add(key, record);
        }
    }

    /// <summary>An image with what the lines say of it, besides what is known of it already.</summary>
    public SourceImage Describe(SourceImage image) => _entries.TryGetValue(image.Key, out var entry)
        ? image with { Captions = entry.Captions, Split = entry.Split, Tags = TagText.Distinct(image.Tags.Concat(entry.Tags)), Date = entry.Date }
        : image;

    /// <summary>Captions of an image; none when no line named it.</summary>
    public IReadOnlyList<string> Captions(string key) => _entries.TryGetValue(key, out var entry) ? entry.Captions : [];

    /// <summary>Where an image was first named.</summary>
    public string LocationOf(string key) => _entries[key].Location;

    private void Add(string key, CaptionRecord record)
    {
        if (!_entries.TryGetValue(key, out var entry))
        {
            _entries.Add(key, entry = new Entry(record.Location));
        }

        entry.Captions.AddRange(record.Captions);
        entry.Tags.AddRange(record.Tags);
        entry.Date ??= record.Date;
        if (record.Date is not null && record.Date != entry.Date)
        {
            report(new SourceProblem(record.Location, $"'{key}' has the date {entry.Date:s} and the date {record.Date:s}; the first is kept."));
        }

        entry.Split ??= record.Split;
        if (record.Split is not null && record.Split != entry.Split && !entry.IsContradicted)
        {
            entry.IsContradicted = true;
            report(new SourceProblem(record.Location, $"'{key}' is in split '{entry.Split}' and in split '{record.Split}'; the first is kept."));
        }
    }

    private sealed class Entry(string location)
    {
        public string Location { get; } = location;

        public List<string> Captions { get; } = [];

        public List<string> Tags { get; } = [];

        public string? Split { get; set; }

        public DateTime? Date { get; set; }

        public bool IsContradicted { get; set; }
    }
}
