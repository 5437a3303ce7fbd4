using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using Eidetic.Abstractions;
using Eidetic.Tests.Memories;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Eidetic.Tests.Hosting;

[Collection(TorchTests.Name)]
public sealed class HostingTests(LearnedMemory learned)
{
    [Fact]
    public async Task An_application_with_a_memory_answers_is_healthy_and_is_measured()
    {
        using var heard = new Heard();
        using var host = Build(options => options.Memory = learned.Options.Memory);
        await host.StartAsync();

        var results = await host.Services.GetRequiredService<IImageMemory>().RecallAsync([RecallQuery.FromText("a green square")], new RecallOptions { Beams = 12 });
        var health = await host.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync();
        heard.Collect();

        results[0].Hits.Should().HaveCount(10);
        host.Services.GetRequiredService<ImageMemory>().Count.Should().Be(24);
        health.Status.Should().Be(HealthStatus.Healthy);
        health.Entries["eidetic"].Data["images"].Should().Be(24);
        heard.Values["eidetic.queries"].Sum().Should().BeGreaterThanOrEqualTo(2);
        heard.Values["eidetic.recall.duration"].Should().NotBeEmpty().And.OnlyContain(seconds => seconds > 0);
        heard.Values["eidetic.recall.beams"].Should().Contain(12);
        heard.Values["eidetic.memory.images"].Should().Contain(24);
        heard.Activities.Should().Contain(activity => activity.OperationName == "recall" && 12.Equals(activity.GetTagItem("eidetic.beams")));
        await host.StopAsync();
    }

    [Theory]
    [InlineData("", "*AddEidetic*got none*")]
    [InlineData("no-such.memory", "*Expected a memory folder at*")]
    public async Task An_application_without_a_memory_does_not_start(string memory, string told)
    {
        using var host = Build(options => options.Memory = memory);

        (await host.Invoking(h => h.StartAsync()).Should().ThrowAsync<OptionsValidationException>()).WithMessage(told);
    }

    [Fact]
    public async Task Options_out_of_range_are_told_at_start()
    {
        using var host = Build(options => (options.Memory, options.MostQueriesTogether) = (learned.Options.Memory, 0));

        (await host.Invoking(h => h.StartAsync()).Should().ThrowAsync<OptionsValidationException>()).WithMessage("*MostQueriesTogether from 1 to 1024, got 0*");
    }

    private static IHost Build(Action<Eidetic.Hosting.EideticOptions> configure)
    {
        var builder = Host.CreateEmptyApplicationBuilder(settings: null);
        builder.Services.AddEidetic(configure);
        return builder.Build();
    }

    /// <summary>Listens to what the library measures.</summary>
    private sealed class Heard : IDisposable
    {
        private readonly MeterListener _meters = new();
        private readonly ActivityListener _activities;

        public Heard()
        {
            _meters.InstrumentPublished = (instrument, listener) =>
            {
                if (instrument.Meter.Name == EideticTelemetry.Name)
                {
                    listener.EnableMeasurementEvents(instrument);
                }
            };
            _meters.SetMeasurementEventCallback<long>((instrument, value, _, _) => Add(instrument.Name, value));
            _meters.SetMeasurementEventCallback<double>((instrument, value, _, _) => Add(instrument.Name, value));
            _meters.SetMeasurementEventCallback<int>((instrument, value, _, _) => Add(instrument.Name, value));
            _meters.Start();
            _activities = new ActivityListener
            {
                ShouldListenTo = source => source.Name == EideticTelemetry.Name,
                Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
                ActivityStopped = Activities.Add,
            };
            ActivitySource.AddActivityListener(_activities);
        }

        public ConcurrentDictionary<string, ConcurrentBag<double>> Values { get; } = [];

        public ConcurrentBag<Activity> Activities { get; } = [];

        public void Collect() => _meters.RecordObservableInstruments();

        public void Dispose()
        {
            _meters.Dispose();
            _activities.Dispose();
        }

        private void Add(string name, double value) => Values.GetOrAdd(name, _ => []).Add(value);
    }
}
