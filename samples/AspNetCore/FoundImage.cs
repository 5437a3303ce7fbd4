namespace AspNetCoreSample;

/// <summary>An image as the application answers it.</summary>
/// <param name="Key">Names it under <c>/images/</c>.</param>
/// <param name="Probability">The model's own, 0..1.</param>
/// <param name="Confidence">Calibrated, 0..1, where the memory is.</param>
internal sealed record FoundImage(string Key, double Probability, double? Confidence);
