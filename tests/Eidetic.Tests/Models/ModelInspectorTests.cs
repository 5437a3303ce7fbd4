using System.Buffers.Binary;
using System.Text;
using Eidetic.Tests.Cli;

namespace Eidetic.Tests.Models;

public sealed class ModelInspectorTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_whole_model_is_recognized_and_its_tensors_are_counted()
    {
        WriteDescriptions("""{"model_type":"idefics3","text_config":{"hidden_size":576}}""");
        WriteTensors("model.safetensors", """{"a":{"dtype":"BF16","shape":[2,3],"data_offsets":[0,12]},"b":{"dtype":"F32","shape":[1],"data_offsets":[12,16]}}""", 16);

        var found = ModelInspector.Inspect(_folder.Path);

        found.Known!.Name.Should().Be("smolvlm-256m");
        found.Elements.Should().Equal(new ModelElements("BF16", 1, 6, 12), new ModelElements("F32", 1, 1, 4));
        found.Parameters.Should().Be(7);
        found.Missing.Should().BeEmpty();
        found.Files.Select(file => file.Key).Should().Contain("model.safetensors");
    }

    [Fact]
    public void What_is_missing_is_named_with_the_way_to_get_it()
    {
        _folder.Write("config.json", """{"model_type":"clip","projection_dim":512,"vision_config":{"patch_size":32}}""");
        _folder.Write("model.safetensors.index.json", """{"weight_map":{"a":"one.safetensors","b":"two.safetensors"}}""");
        _folder.Write("one.safetensors", "cut short");
        _folder.Write("two.safetensors.partial", "");

        var found = ModelInspector.Inspect(_folder.Path);

        found.Missing.Select(gap => gap.What).Should().SatisfyRespectively(
            what => what.Should().Be("tokenizer.json is missing"),
            what => what.Should().Be("preprocessor_config.json is missing"),
            what => what.Should().StartWith("one.safetensors is damaged or not whole"),
            what => what.Should().Be("two.safetensors is missing"),
            what => what.Should().Be("two.safetensors.partial was not fetched to its end"));
        found.Missing[0].Remedy.Should().Be($"eidetic models pull clip-b32 --output {_folder.Path}");
    }

    [Theory]
    [InlineData("""{"model_type":"siglip","vision_config":{}}""", "siglip-b16")]
    [InlineData("""{"model_type":"siglip","vision_config":{"hidden_size":1152}}""", null)]
    [InlineData("""{"model_type":"clip","projection_dim":768,"vision_config":{"patch_size":14}}""", "clip-l14")]
    [InlineData("""{"model_type":"idefics3","text_config":{"hidden_size":2048}}""", "smolvlm-2.2b")]
    [InlineData("""{"model_type":"idefics3","text_config":7}""", null)]
    [InlineData("""{"model_type":"bert"}""", null)]
    [InlineData("[]", null)]
    public void A_config_tells_which_published_model_it_is(string config, string? name)
    {
        WriteDescriptions(config);

        ModelInspector.Inspect(_folder.Path).Known?.Name.Should().Be(name);
    }

    [Fact]
    public void A_clip_in_OpenAIs_own_layout_needs_nothing_beside_its_weights()
    {
        File.Copy(Path.Combine(AppContext.BaseDirectory, "Fixtures", "clip-tiny", "model.safetensors"), Path.Combine(_folder.Path, "model.safetensors"));

        var found = ModelInspector.Inspect(_folder.Path);

        found.Kind.Should().Be("CLIP in OpenAI's own layout: eyes (ViT, patches of 16 in 48 pixels) and ears");
        found.Missing.Should().BeEmpty();
    }

    [Fact]
    public void A_clip_whose_eyes_are_no_transformer_is_told_from_one_that_can_be_used()
    {
        WriteTensors(
            "model.safetensors",
            """{"token_embedding.weight":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"visual.conv1.weight":{"dtype":"F32","shape":[1],"data_offsets":[4,8]},"visual.layer1.0.conv1.weight":{"dtype":"F32","shape":[1],"data_offsets":[8,12]}}""",
            12);

        ModelInspector.Inspect(_folder.Path).Missing.Should().ContainSingle().Which.What.Should().Contain("eyes are a ResNet");
    }

    [Fact]
    public void A_siglip_is_eyes_and_ears_and_wants_its_vocabulary()
    {
        _folder.Write("config.json", """{"model_type":"siglip","vision_config":{}}""");
        _folder.Write("preprocessor_config.json", "{}");
        WriteTensors("model.safetensors", """{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""", 4);

        var found = ModelInspector.Inspect(_folder.Path);
        _folder.Write("spiece.model", "");

        found.Kind.Should().Be("SigLIP: eyes and ears");
        found.Missing.Should().ContainSingle().Which.What.Should().Be("tokenizer.json is missing");
        ModelInspector.Inspect(_folder.Path).Missing.Should().BeEmpty("either file will do");
        PublishedModels.Find("siglip-b16")!.Use.Should().Be("eyes and ears");
    }

    [Fact]
    public void An_OpenFlamingo_wants_its_parts()
    {
        _folder.Write("checkpoint.pt", "weights");

        var found = ModelInspector.Inspect(_folder.Path);

        found.Known!.Name.Should().Be("openflamingo-3b");
        found.Missing.Select(gap => gap.What).Should().Contain(["clip/config.json is missing", "mpt/tokenizer.json is missing"]);
    }

    [Fact]
    public void An_index_that_leads_out_of_the_folder_is_not_followed()
    {
        WriteDescriptions("""{"model_type":"llama"}""");
        _folder.Write("model.safetensors.index.json", """{"weight_map":{"a":"../one.safetensors"}}""");

        ModelInspector.Inspect(_folder.Path).Missing.Should().ContainSingle().Which.What.Should().Contain("outside its folder");
    }

    [Fact]
    public void A_folder_that_is_not_there_is_one_sentence()
    {
        var inspect = () => ModelInspector.Inspect(Path.Combine(_folder.Path, "gone"));

        inspect.Should().Throw<ModelException>().WithMessage("There is no folder *");
    }

    private void WriteDescriptions(string config)
    {
        _folder.Write("config.json", config);
        _folder.Write("tokenizer.json", "{}");
        _folder.Write("preprocessor_config.json", "{}");
    }

    private void WriteTensors(string name, string header, int bytes)
    {
        var file = new byte[8 + header.Length + bytes];
        BinaryPrimitives.WriteInt64LittleEndian(file, header.Length);
        Encoding.UTF8.GetBytes(header, file.AsSpan(8));
        File.WriteAllBytes(Path.Combine(_folder.Path, name), file);
    }
}
