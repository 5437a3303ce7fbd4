using System.Text.Json;
using System.Text.Json.Serialization;
using Eidetic.Abstractions;

namespace Eidetic.Retrieval;

/// <summary>A calibration as <c>calibration.json</c> holds it; unknown keys are refused, and so is one of other features.</summary>
internal sealed record CalibrationFile
{
    private const int CurrentFormat = 1;

    public required int FormatVersion { get; init; }

    /// <summary>Queries it was fitted on.</summary>
    public required int Answerable { get; init; }

    public required int Unanswerable { get; init; }

    public required LogisticModel Match { get; init; }

    public required LogisticModel Hit { get; init; }

    public static void Write(string path, AnswerCalibration calibration) => File.WriteAllBytes(path, JsonSerializer.SerializeToUtf8Bytes(
        new CalibrationFile
        {
            FormatVersion = CurrentFormat,
            Answerable = calibration.Answerable,
            Unanswerable = calibration.Unanswerable,
            Match = calibration.Match,
            Hit = calibration.Hit,
        },
        CalibrationJson.Default.CalibrationFile));

    public static AnswerCalibration Read(string path)
    {
        CalibrationFile? file;
        try
        {
            file = JsonSerializer.Deserialize(File.ReadAllBytes(path), CalibrationJson.Default.CalibrationFile);
        }
        catch (Exception problem) when (problem is JsonException or IOException or UnauthorizedAccessException)
        {
            throw new CheckpointFormatException(
                path, $"Expected a calibration in {path}, but it cannot be read ({problem.Message.TrimEnd('.')}): restore the file or memorize the collection anew.", problem);
        }

        var isUsable = file is { FormatVersion: CurrentFormat } && file.Match.Fits(AnswerFeatures.AnswerNames) && file.Hit.Fits(AnswerFeatures.HitNames);
        return isUsable
            ? new AnswerCalibration(file!.Match, file.Hit, file.Answerable, file.Unanswerable)
            : throw new CheckpointFormatException(
                path, $"Expected a calibration of format {CurrentFormat} in {path}, found one of other features or damaged numbers: memorize the collection anew.");
    }
}

/// <summary>How calibrations are written.</summary>
[JsonSourceGenerationOptions(
    WriteIndented = true, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    RespectNullableAnnotations = true)]
[JsonSerializable(typeof(CalibrationFile))]
internal sealed partial class CalibrationJson : JsonSerializerContext;
