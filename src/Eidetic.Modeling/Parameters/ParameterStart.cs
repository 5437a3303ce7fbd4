namespace Eidetic.Modeling;

/// <summary>How a parameter starts where no checkpoint holds it.</summary>
internal enum ParameterStart
{
    /// <summary>Small normal noise.</summary>
    Noise,

    /// <summary>Zeros.</summary>
    Zeros,

    /// <summary>Ones.</summary>
    Ones,
}
