namespace Eidetic.Extensions.AI;

/// <summary>How the tool recalls.</summary>
public sealed record RecallImagesOptions
{
    /// <summary>Name of the tool. Default <c>recall_images</c>.</summary>
    public string Name { get; init; } = "recall_images";

    /// <summary>What the collection holds, for the model to know when to ask; null, the default, says that it is the user's.</summary>
    public string? Collection { get; init; }

    /// <summary>Images the model gets at most, whatever it asks for; 1 to 100. Default 10.</summary>
    public int MostImages { get; init; } = 10;

    /// <summary>
    /// The least probability, 0..1, that the memory holds a match, for which images are given as found; only for a calibrated memory. Null, the
    /// default, gives the best images whatever it is.
    /// </summary>
    public double? MinProbability { get; init; }

    /// <summary>Finds a caption to tell the model with an image, or null for none.</summary>
    public Func<string, string?>? Caption { get; init; }
}
