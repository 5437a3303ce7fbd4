using Eidetic.Abstractions;
using Eidetic.Hosting;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

// Where applications look for it.
namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds a memory to an application.</summary>
public static class EideticServices
{
    /// <summary>
    /// Adds a memory: as <see cref="IImageMemory"/>, which decodes together what is asked together, and as <see cref="Eidetic.ImageMemory"/> for everything else. It
    /// is opened when the application starts, which fails where the options are wrong or there is no such memory; the health check
    /// <c>eidetic</c> tells whether it answers.
    /// </summary>
    /// <param name="services">The application's services.</param>
    /// <param name="configure">Names the memory.</param>
    public static IServiceCollection AddEidetic(this IServiceCollection services, Action<EideticOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(configure);
        services.AddOptions<EideticOptions>().Configure(configure).ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<EideticOptions>, EideticOptionsCheck>());
        services.TryAddSingleton(provider => Eidetic.ImageMemory.Open(
            provider.GetRequiredService<IOptions<EideticOptions>>().Value.Memory, provider.GetService<ILogger<Eidetic.ImageMemory>>()));
        services.TryAddSingleton<IImageMemory>(provider => new Eidetic.BatchedMemory(
            provider.GetRequiredService<Eidetic.ImageMemory>(), provider.GetRequiredService<IOptions<EideticOptions>>().Value.MostQueriesTogether));
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, MemoryWarmUp>());
        services.AddHealthChecks().AddCheck<MemoryHealthCheck>("eidetic", tags: ["ready"]);
        return services;
    }
}
