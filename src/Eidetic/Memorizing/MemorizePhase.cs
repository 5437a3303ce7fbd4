namespace Eidetic;

/// <summary>What a memorizing run is busy with, in the order it happens.</summary>
public enum MemorizePhase
{
    /// <summary>Listing the source's images and captions.</summary>
    Reading,

    /// <summary>Turning images and captions into vectors.</summary>
    Encoding,

    /// <summary>Writing pseudo-captions for images nobody captioned.</summary>
    Captioning,

    /// <summary>Learning the space that images and texts share.</summary>
    SharedSpace,

    /// <summary>Learning which words the captions of a picture hold.</summary>
    Words,

    /// <summary>Naming every image.</summary>
    Identifiers,

    /// <summary>Learning image→identifier and query→identifier.</summary>
    Learning,

    /// <summary>Counting how many images are recalled from their own picture.</summary>
    Measuring,

    /// <summary>Asking with captions that were kept back, to learn what a probability is worth.</summary>
    Calibrating,

    /// <summary>Writing the memory and making it the current one.</summary>
    Saving,
}
