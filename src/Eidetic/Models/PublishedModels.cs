namespace Eidetic;

/// <summary>
/// The published models that are known by name. Sizes follow from the numbers of parameters and the element types they are published in.
/// </summary>
public static class PublishedModels
{
    private const string Backbone = "backbone";
    private const string Towers = "eyes and ears";

    /// <summary>All of them, backbones first, small ones first.</summary>
    public static IReadOnlyList<PublishedModel> All { get; } =
    [
        Single("smolvlm-256m", Backbone, "HuggingFaceTB/SmolVLM-256M-Instruct", parameters: 256_484_928, bytesEach: 2),
        Single("smolvlm-500m", Backbone, "HuggingFaceTB/SmolVLM-500M-Instruct", parameters: 507_482_304, bytesEach: 2),
        Single("smolvlm-2.2b", Backbone, "HuggingFaceTB/SmolVLM-Instruct", parameters: 2_246_272_880, bytesEach: 2),
        new(
            "openflamingo-3b",
            Backbone,
            [
                Part("openflamingo/OpenFlamingo-3B-vitl-mpt1b", "", parameters: 1_050_000_000, bytesEach: 4),
                Part("openai/clip-vit-large-patch14", "clip", parameters: 427_616_513, bytesEach: 4),
                Part("anas-awadalla/mpt-1b-redpajama-200b", "mpt", parameters: 1_311_000_000, bytesEach: 4),
            ]),
        Single("clip-b32", Towers, "openai/clip-vit-base-patch32", parameters: 151_277_313, bytesEach: 4),
        Single("clip-b16", Towers, "openai/clip-vit-base-patch16", parameters: 149_620_737, bytesEach: 4),
        Single("clip-l14", Towers, "openai/clip-vit-large-patch14", parameters: 427_616_513, bytesEach: 4),
        Single("siglip-b16", Towers, "google/siglip-base-patch16-224", parameters: 203_155_970, bytesEach: 4),
    ];

    /// <summary>Their names, for messages.</summary>
    public static string Names => string.Join(", ", All.Select(model => model.Name));

    /// <summary>The model with a name, or null.</summary>
    /// <param name="name">Its name, in letters of any case.</param>
    public static PublishedModel? Find(string name) =>
        All.FirstOrDefault(model => string.Equals(model.Name, name, StringComparison.OrdinalIgnoreCase));

    private static PublishedModel Single(string name, string use, string repository, long parameters, int bytesEach) =>
        new(name, use, [Part(repository, "", parameters, bytesEach)]);

    private static ModelPart Part(string repository, string folder, long parameters, int bytesEach) =>
        new(repository, folder, parameters, parameters * bytesEach);
}
