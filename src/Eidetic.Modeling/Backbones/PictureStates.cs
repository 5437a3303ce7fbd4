using static TorchSharp.torch;

namespace Eidetic.Modeling;

/// <summary>What the frozen vision tower made of the pictures of a batch, before whatever is learned reads it. Owns its tensor.</summary>
/// <param name="States">[tiles, patches, dim], all tiles of all pictures of all rows, in order.</param>
/// <param name="TilesOfRow">How many tiles belong to each row of the batch.</param>
internal sealed record PictureStates(Tensor States, IReadOnlyList<int> TilesOfRow) : IDisposable
{
    public void Dispose() => States.Dispose();
}
