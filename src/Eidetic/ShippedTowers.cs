using Eidetic.Abstractions;
using Eidetic.Modeling;

namespace Eidetic;

/// <summary>The frozen towers that ship with the program.</summary>
internal static class ShippedTowers
{
    public static MobileNetEncoder LoadEyes() => MobileNetEncoder.LoadShipped();

    public static ITextEncoder LoadEars() => UseLiteEncoder.LoadShipped();
}
