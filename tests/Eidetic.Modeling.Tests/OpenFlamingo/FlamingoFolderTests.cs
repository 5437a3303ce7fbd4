using System.Text.Json;
using System.Text.Json.Nodes;
using Eidetic.Abstractions;
using Eidetic.Modeling.Tests.LanguageModels;
using Eidetic.Modeling.Tests.Mpt;
using TorchSharp;
using static TorchSharp.torch;

namespace Eidetic.Modeling.Tests.OpenFlamingo;

/// <summary>A folder as somebody has it who downloaded OpenFlamingo, CLIP and MPT.</summary>
public sealed class FlamingoFolderTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("eidetic-flamingo-").FullName;
    private readonly Reference _reference;

    public FlamingoFolderTests()
    {
        TorchRuntime.EnsureLoaded();
        _reference = new Reference("open-flamingo-tiny");
        Directory.CreateDirectory(At("clip"));
        Directory.CreateDirectory(At("mpt"));
        File.Copy(_reference.File("checkpoint.pt"), At("checkpoint.pt"));
        File.Copy(_reference.File("vision_encoder.safetensors"), At("clip/model.safetensors"));
        File.WriteAllText(At("clip/config.json"), """
            {"model_type": "clip", "projection_dim": 24, "text_config": {}, "vision_config": {"hidden_size": 32, "image_size": 32, "patch_size": 8,
             "num_hidden_layers": 2, "num_attention_heads": 2, "intermediate_size": 128, "hidden_act": "quick_gelu"}}
            """);
        File.Copy(_reference.File("lang_encoder.safetensors"), At("mpt/model.safetensors"));
        File.WriteAllText(At("mpt/config.json"), JsonNode.Parse(File.ReadAllText(_reference.File("config.json")))!["lang_encoder"]!.ToJsonString());
        File.WriteAllText(At("mpt/tokenizer.json"), TinyTokenizers.Json(first: 0, bytes: 125));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void The_three_parts_become_the_references_model_whoever_published_CLIP(bool isHuggingFace)
    {
        using var scope = NewDisposeScope();
        if (isHuggingFace)
        {
            WriteHuggingFaceClip();
        }

        using var source = ModelFolder.Open(_folder);
        using var model = source.Open(new LearningPlan(), CPU);

        foreach (var name in _reference.Weights.Names)
        {
            model.Parameters[name].equal(_reference.Weights.LoadTensor(name)).all().item<bool>().Should().BeTrue(name);
        }

        var flamingo = model.Should().BeOfType<OpenFlamingoModel>().Subject;
        flamingo.Config.Should().BeEquivalentTo(
            FlamingoConfig.Parse(File.ReadAllText(_reference.File("config.json")), "config.json") with { MediaToken = null, EndToken = null, PaddingToken = null });
        (model.EndToken, model.PaddingToken, model.Tokenizer.Find("<image>")).Should().Be((125, 127, 126));
    }

    [Fact]
    public void Gates_before_every_second_block_are_seen()
    {
        using var scope = NewDisposeScope();
        using var second = new Reference("open-flamingo-tiny-every2");
        var config = FlamingoConfig.Parse(File.ReadAllText(second.File("config.json")), "config.json");

        var read = FlamingoShapes.Read(second.Weights, config.Vision, config.Language, tokens: 128);

        read.Should().BeEquivalentTo(config with { MediaToken = null, EndToken = null, PaddingToken = null });
        read.CrossAttentionEvery.Should().Be(2);
    }

    [Theory]
    [InlineData("checkpoint.pt", "*found no checkpoint.pt*")]
    [InlineData("mpt/tokenizer.json", "*found no mpt/tokenizer.json*")]
    [InlineData("clip/model.safetensors", "*holds no weights*")]
    public void A_part_that_is_missing_is_named(string file, string message)
    {
        File.Delete(At(file));

        FluentActions.Invoking(() => ModelFolder.Open(_folder)).Should().Throw<CheckpointFormatException>().WithMessage(message);
    }

    [Fact]
    public void A_tokenizer_with_more_tokens_than_the_trained_table_is_refused()
    {
        File.WriteAllText(At("mpt/tokenizer.json"), TinyTokenizers.Json(first: 0, bytes: 200));
        using var source = ModelFolder.Open(_folder);

        FluentActions.Invoking(() => source.Open(new LearningPlan(), CPU)).Should().Throw<CheckpointFormatException>().WithMessage("*203 tokens, found 128*");
    }

    [Fact]
    public void The_hash_names_every_part()
    {
        using var before = ModelFolder.Open(_folder);
        var hash = before.Sha256;
        File.AppendAllText(At("mpt/config.json"), " ");
        using var after = ModelFolder.Open(_folder);

        after.Sha256.Should().MatchRegex("^[0-9a-f]{64}$").And.NotBe(hash);
    }

    public void Dispose()
    {
        _reference.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private string At(string name) => Path.Combine(_folder, name);

    private void WriteHuggingFaceClip()
    {
        var tensors = new Dictionary<string, Tensor>();
        using (var clip = SafetensorsFile.Open(At("clip/model.safetensors")))
        {
            foreach (var name in clip.Names)
            {
                var tensor = clip.LoadTensor(name).clone();
                var parts = ClipNames.HuggingFace(name);
                var pieces = parts.Count > 1 ? tensor.chunk(parts.Count, dim: 0) : [ClipNames.IsTransposed(name) ? tensor.t().contiguous() : tensor];
                foreach (var (part, piece) in parts.Zip(pieces))
                {
                    tensors.Add(part, piece.clone());
                }
            }
        }

        tensors.Add("text_model.final_layer_norm.weight", ones(4));
        tensors.Add("vision_model.embeddings.position_ids", arange(17));
        SafetensorsWriter.Write(At("clip/model.safetensors"), tensors);
    }
}
