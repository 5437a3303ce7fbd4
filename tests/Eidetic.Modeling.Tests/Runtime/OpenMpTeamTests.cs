using TorchSharp;

namespace Eidetic.Modeling.Tests.Runtime;

public sealed class OpenMpTeamTests
{
    [Fact]
    public void Threads_that_compute_together_share_the_cores_and_nobody_elses_change()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "GNU OpenMP is Linux's.");
        var before = TorchRuntime.EnsureLoaded().Threads;
        var (alone, among2, among9, again, elsewhere) = (0, 0, 0, 0, 0);

        OnThreadOfItsOwn(() =>
        {
            TorchRuntime.SetThreads(4);
            alone = torch.get_num_threads();
            among2 = Shared(2);
            OnThreadOfItsOwn(() => elsewhere = torch.get_num_threads());
            among9 = Shared(9);
            again = Shared(1);
            TorchRuntime.SetThreads(before);
        });

        (alone, among2, among9, again, elsewhere).Should().Be((4, 2, 1, 4, 4));
    }

    private static int Shared(int computing)
    {
        OpenMpTeam.ShareAmong(computing);
        return torch.get_num_threads();
    }

    private static void OnThreadOfItsOwn(Action work)
    {
        var thread = new Thread(() => work());
        thread.Start();
        thread.Join();
    }
}
