namespace Eidetic.Hosting;

/// <summary>The memory of an application.</summary>
public sealed class EideticOptions
{
    /// <summary>The memory folder. There is no default; the application does not start without a memory that can be opened.</summary>
    public string Memory { get; set; } = "";

    /// <summary>Most queries that are decoded together, 1 to 1024. Default 32.</summary>
    public int MostQueriesTogether { get; set; } = BatchedMemory.DefaultMostQueries;

    /// <summary>Whether what hears queries is loaded when the application starts, instead of with the first query. Default true.</summary>
    public bool IsWarmedUp { get; set; } = true;
}
