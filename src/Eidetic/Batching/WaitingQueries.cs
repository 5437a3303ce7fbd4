using Eidetic.Abstractions;

namespace Eidetic;

/// <summary>Queries of one caller that wait to be decoded.</summary>
internal sealed class WaitingQueries
{
    private readonly TaskCompletionSource<IReadOnlyList<RecallResult>> _answers = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenRegistration _stopping;

    /// <param name="queries">The queries.</param>
    /// <param name="options">How they are asked.</param>
    /// <param name="cancellationToken">The caller stops waiting.</param>
    public WaitingQueries(IReadOnlyList<RecallQuery> queries, RecallOptions options, CancellationToken cancellationToken)
    {
        (Queries, Options, Token, Way) = (queries, options, cancellationToken, WayOfAsking.Of(options));
        _stopping = cancellationToken.UnsafeRegister(_ => _answers.TrySetCanceled(cancellationToken), null);
    }

    public IReadOnlyList<RecallQuery> Queries { get; }

    public RecallOptions Options { get; }

    public CancellationToken Token { get; }

    /// <summary>Equal for queries that one decoding may answer.</summary>
    public WayOfAsking Way { get; }

    /// <summary>What the caller waits for.</summary>
    public Task<IReadOnlyList<RecallResult>> Answers => _answers.Task;

    /// <summary>Whether nobody waits any more.</summary>
    public bool IsOver => _answers.Task.IsCompleted;

    public void Answer(IReadOnlyList<RecallResult> answers)
    {
        _answers.TrySetResult(answers);
        _stopping.Unregister();
    }

    public void Fail(Exception exception)
    {
        _ = exception is OperationCanceledException && Token.IsCancellationRequested ? _answers.TrySetCanceled(Token) : _answers.TrySetException(exception);
        _stopping.Unregister();
    }
}
