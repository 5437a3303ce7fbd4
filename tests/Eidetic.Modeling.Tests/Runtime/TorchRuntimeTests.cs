using TorchSharp;

namespace Eidetic.Modeling.Tests.Runtime;

public class TorchRuntimeTests
{
    [Fact]
    public void Torch_loads_and_computes()
    {
        TorchRuntime.EnsureLoaded();

        using var scope = torch.NewDisposeScope();
        var sum = torch.ones(2, 3).sum();

        sum.item<float>().Should().Be(6);
    }

    [Fact]
    public void The_report_tells_what_was_found()
    {
        var report = TorchRuntime.EnsureLoaded();

        report.TorchVersion.Should().StartWith("2.");
        report.Threads.Should().BePositive();
        report.Devices[0].Should().Be("cpu");
        report.CpuCapability.Should().NotBeEmpty();
        report.PatchReason.Should().NotBeEmpty();
        if (OperatingSystem.IsLinux())
            report.LibstdcxxVersion.Should().StartWith("GLIBCXX_3.4.");
    }

    [Fact]
    public void A_private_copy_is_loaded_exactly_when_libstdcxx_is_too_old()
    {
        var report = TorchRuntime.EnsureLoaded();

        var isTooOld = OperatingSystem.IsLinux() && Version.Parse(report.LibstdcxxVersion!["GLIBCXX_".Length..]) < new Version(3, 4, 32);
        report.IsPatched.Should().Be(isTooOld);
        report.LibraryPath.StartsWith(AppContext.BaseDirectory, StringComparison.Ordinal).Should().Be(!isTooOld);
    }

    [Fact]
    public void Loading_again_from_many_threads_gives_the_same_report()
    {
        var reports = new TorchRuntimeReport[8];

        Parallel.For(0, reports.Length, i => reports[i] = TorchRuntime.EnsureLoaded());

        reports.Should().AllSatisfy(report => report.Should().BeSameAs(reports[0]));
    }

    [Fact]
    public void Threads_spin_shortly_while_they_wait_unless_the_user_chose()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "GNU OpenMP is Linux's.");

        TorchRuntime.EnsureLoaded();

        var chosen = Environment.GetEnvironmentVariable(OpenMpWaiting.Variable) ?? (Environment.GetEnvironmentVariable("OMP_WAIT_POLICY") is null ? "1000" : null);
        OpenMpWaiting.Current().Should().Be(chosen);
    }

    [Fact]
    public void Setting_the_threads_changes_what_torch_computes_with()
    {
        var before = TorchRuntime.EnsureLoaded().Threads;

        TorchRuntime.SetThreads(1);

        torch.get_num_threads().Should().Be(1);
        TorchRuntime.SetThreads(before);
    }

    [Fact]
    public void Fewer_than_one_thread_is_refused()
    {
        var set = () => TorchRuntime.SetThreads(0);

        set.Should().Throw<ArgumentOutOfRangeException>();
    }
}
