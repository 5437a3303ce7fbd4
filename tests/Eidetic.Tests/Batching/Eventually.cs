namespace Eidetic.Tests.Batching;

/// <summary>What another thread brings about, and must.</summary>
internal static class Eventually
{
    /// <summary>Waits some seconds at most.</summary>
    public static async Task HoldsAsync(Func<bool> holds)
    {
        for (var tries = 0; !holds(); tries++)
        {
            tries.Should().BeLessThan(1000);
            await Task.Delay(5);
        }
    }
}
