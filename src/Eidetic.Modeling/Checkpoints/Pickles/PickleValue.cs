namespace Eidetic.Modeling;

/// <summary>What a pickle builds beside null, bool, long, double, string and bytes.</summary>
internal abstract class PickleValue;
