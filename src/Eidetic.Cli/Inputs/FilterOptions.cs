using System.CommandLine;
using Eidetic.Abstractions;
using Eidetic.Data;

namespace Eidetic.Cli.Inputs;

/// <summary>The options that say which images may be named, the same for every command that recalls.</summary>
internal sealed class FilterOptions
{
    private readonly Option<string?> _prefix = ValueOption.Checked<string?>("--key-prefix", "TEXT", "only images whose key begins so, as 2024/holiday/", text =>
        text.Length > 0 ? text : throw new UsageException("--key-prefix must be the beginning of keys, got an empty text"));

    private readonly Option<string[]> _tags = ValueOption.Many("--tag", "TAG", "only images with this tag; given more than once, with all of them");
    private readonly Option<string[]> _anyTags = ValueOption.Many("--any-tag", "TAG", "only images with at least one of the tags given so");
    private readonly Option<DateTime?> _after = Date("--after", "only images made on this date or later, as 2024-07-31, 2024-07 or 2024");
    private readonly Option<DateTime?> _before = Date("--before", "only images made before this date");

    public void AddTo(Command command)
    {
        foreach (Option option in new Option[] { _prefix, _tags, _anyTags, _after, _before })
            command.Add(option);
    }

    /// <summary>What was asked for, or null when none of the options is given.</summary>
    /// <exception cref="UsageException">No date is between the two that are given.</exception>
    public RecallFilter? Read(ParseResult parse)
    {
        var filter = new RecallFilter
        {
            KeyPrefix = parse.GetValue(_prefix),
            AllTags = parse.GetValue(_tags) ?? [],
            AnyTags = parse.GetValue(_anyTags) ?? [],
            After = parse.GetValue(_after),
            Before = parse.GetValue(_before),
        };
        if (filter.After >= filter.Before)
            throw new UsageException($"--after must be earlier than --before, got {ImageDate.Text(filter.After.Value)} and {ImageDate.Text(filter.Before.Value)}");

        var isGiven = filter.KeyPrefix is not null || filter.AllTags.Count + filter.AnyTags.Count > 0 || filter.After is not null || filter.Before is not null;
        return isGiven ? filter : null;
    }

    private static Option<DateTime?> Date(string name, string description) =>
        ValueOption.Checked<DateTime?>(name, "DATE", description, text => ImageDate.TryParse(text, out var date)
            ? date
            : throw new UsageException($"{name} must be a date such as {ImageDate.Expected}, got '{text}'"));
}
