namespace Eidetic.Data;

/// <summary>Brings the paths that caption files write to the one form keys have: forward slashes, no <c>.</c>, <c>..</c> or empty steps.</summary>
internal static class SourceKey
{
    /// <summary>The key a written path means; empty when it names nothing.</summary>
    public static string Normalize(string path)
    {
        var steps = new List<string>();
        var forward = path.Trim().Replace('\\', '/');
        foreach (var step in forward.Split('/'))
        {
            if (step == ".." && steps.Count > 0 && steps[^1] != "..")
            {
                steps.RemoveAt(steps.Count - 1);
            }
            else if (step.Length > 0 && step != ".")
            {
                steps.Add(step);
            }
        }

        var joined = string.Join('/', steps);
        return joined.Length > 0 && forward[0] == '/' ? "/" + joined : joined;
    }

    /// <summary>A path below a folder, written with forward slashes.</summary>
    public static string Join(string folder, string name) => folder.Length == 0 ? name : folder + "/" + name;

    /// <summary>The folder part of a key, empty for a key at the top.</summary>
    public static string Folder(string key) => key.LastIndexOf('/') is var slash and >= 0 ? key[..slash] : "";
}
