namespace Eidetic.Cli;

/// <summary>The command line asks for something that makes no sense; the message is one sentence in the user's words.</summary>
internal sealed class UsageException(string message) : Exception(message);
