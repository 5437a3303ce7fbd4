using System.Runtime.InteropServices;
using Eidetic.Cli;

using var cancellation = new CancellationTokenSource();
using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
var app = new EideticApp(new CliContext
{
    Api = new Eidetic.Cli.Api.EideticApi(),
    Showcase = new Eidetic.Cli.Api.DemoShowcase(),
    Out = Terminal.Open(Console.Out, Console.IsOutputRedirected),
    Error = Terminal.Open(Console.Error, Console.IsErrorRedirected),
    Time = TimeProvider.System,
});

return await app.RunAsync(args, cancellation.Token);

// The first signal asks for an orderly end, which saves a resumable state; the second one ends the process at once.
void Stop(PosixSignalContext signal)
{
    signal.Cancel = !cancellation.IsCancellationRequested;
    cancellation.Cancel();
}
