using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Eidetic.Modeling;

/// <summary>
/// MobileNetV2 of width 1.0 (Sandler et al. 2018, arXiv 1801.04381, table 2) as published for TensorFlow: batch norm folded into the
/// convolutions, SAME padding (which at stride 2 pads below and right only). Stages are numbered as in the checkpoint: 0 the first
/// convolution, 1..17 the inverted residuals, 18 the last convolution. Immutable; tensors belong to the caller's scope.
/// </summary>
internal sealed class MobileNetNetwork : IDisposable
{
    /// <summary>Number of stages.</summary>
    public const int Stages = 19;

    /// <summary>Channels of the last stage, and length of the pooled feature.</summary>
    public const int Features = 1280;

    /// <summary>Number of logits; 0 is the background.</summary>
    public const int Classes = 1001;

    private static readonly int[] Channels = [32, 16, 24, 24, 32, 32, 32, 64, 64, 64, 64, 96, 96, 96, 160, 160, 160, 320, Features];

    private readonly Convolution[][] _stages;
    private readonly Tensor _classifierWeight;
    private readonly Tensor _classifierBias;

    /// <summary>Reads the weights, each int8 with a scale for every output channel.</summary>
    /// <param name="file">The checkpoint.</param>
    /// <exception cref="Abstractions.CheckpointFormatException">The file holds other tensors than these.</exception>
    public MobileNetNetwork(SafetensorsFile file)
    {
        var layout = Enumerable.Range(0, Stages).Select(Layout).ToArray();
        CheckpointLayout.Require(file, Expected(layout));
        using var scope = NewDisposeScope();
        _stages = [.. layout.Select(stage => stage.Select(shape => new Convolution(shape, file)).ToArray())];
        _classifierWeight = Dequantize(file, "classifier.1").DetachFromDisposeScope();
        _classifierBias = file.LoadTensor("classifier.1.bias").DetachFromDisposeScope();
    }

    /// <summary>Computes one stage.</summary>
    /// <param name="stage">0..18.</param>
    /// <param name="input">float32 [images, channels, height, width]; for stage 0 the picture, values in -1..1.</param>
    /// <returns>float32 [images, channels, height, width]; after stage 18 [images, 1280, 7, 7].</returns>
    public Tensor Apply(int stage, Tensor input)
    {
        using var scope = NewDisposeScope();
        var convolutions = _stages[stage];
        var x = input;
        foreach (var convolution in convolutions)
            x = convolution.Apply(x);
        var isResidual = stage is > 0 and < Stages - 1 && Channels[stage] == Channels[stage - 1] && convolutions.All(c => c.Shape.Stride == 1);
        return (isResidual ? x.PlusInPlace(input) : x).MoveToOuterDisposeScope();
    }

    /// <summary>Computes the last feature map.</summary>
    /// <param name="pictures">float32 [images, 3, 224, 224], values in -1..1.</param>
    /// <returns>float32 [images, 1280, 7, 7], values in 0..6.</returns>
    public Tensor Grid(Tensor pictures)
    {
        using var scope = NewDisposeScope();
        var x = pictures;
        for (var stage = 0; stage < Stages; stage++)
        {
            var next = Apply(stage, x);
            if (stage > 0)
                x.Dispose(); // Early maps are large: freeing each at once keeps a batch below 100 MB.
            x = next;
        }

        return x.MoveToOuterDisposeScope();
    }

    /// <summary>Scores the classes.</summary>
    /// <param name="pooled">float32 [images, 1280], means of the last feature map.</param>
    /// <returns>float32 [images, 1001], before the softmax.</returns>
    public Tensor Classify(Tensor pooled) => functional.linear(pooled, _classifierWeight, _classifierBias);

    /// <summary>Frees the weights.</summary>
    public void Dispose()
    {
        foreach (var convolution in _stages.SelectMany(stage => stage))
            convolution.Dispose();
        _classifierWeight.Dispose();
        _classifierBias.Dispose();
    }

    private static ConvolutionShape[] Layout(int stage)
    {
        var name = $"features.{stage}";
        if (stage == 0)
            return [new(name + ".0", In: 3, Channels[0], Kernel: 3, Stride: 2, IsDepthwise: false, IsActivated: true)];

        var (input, output) = (Channels[stage - 1], Channels[stage]);
        if (stage == Stages - 1)
            return [new(name + ".0", input, output, Kernel: 1, Stride: 1, IsDepthwise: false, IsActivated: true)];

        var stride = stage is 2 or 4 or 7 or 14 ? 2 : 1;
        if (stage == 1)
        {
            return
            [
                new(name + ".conv.0.0", input, input, Kernel: 3, stride, IsDepthwise: true, IsActivated: true),
                new(name + ".conv.1", input, output, Kernel: 1, Stride: 1, IsDepthwise: false, IsActivated: false),
            ];
        }

        return
        [
            new(name + ".conv.0.0", input, 6 * input, Kernel: 1, Stride: 1, IsDepthwise: false, IsActivated: true),
            new(name + ".conv.1.0", 6 * input, 6 * input, Kernel: 3, stride, IsDepthwise: true, IsActivated: true),
            new(name + ".conv.2", 6 * input, output, Kernel: 1, Stride: 1, IsDepthwise: false, IsActivated: false),
        ];
    }

    private static Dictionary<string, long[]> Expected(ConvolutionShape[][] layout)
    {
        var expected = new Dictionary<string, long[]>(StringComparer.Ordinal);
        var weights = layout.SelectMany(stage => stage).Select(shape => (shape.Name, shape.WeightShape)).Append(("classifier.1", [Classes, Features]));
        foreach (var (name, shape) in weights)
        {
            expected[name + ".weight"] = shape;
            expected[name + ".weight_scale"] = [shape[0]];
            expected[name + ".bias"] = [shape[0]];
        }

        return expected;
    }

    private static Tensor Dequantize(SafetensorsFile file, string name)
    {
        using var scope = NewDisposeScope();
        var weight = file.LoadTensor(name + ".weight", ScalarType.Float32);
        var scale = file.LoadTensor(name + ".weight_scale");
        return weight.mul(scale.reshape([-1, .. Enumerable.Repeat(1L, (int)weight.dim() - 1)])).MoveToOuterDisposeScope();
    }

    private sealed record ConvolutionShape(string Name, int In, int Out, int Kernel, int Stride, bool IsDepthwise, bool IsActivated)
    {
        public long[] WeightShape => [Out, IsDepthwise ? 1 : In, Kernel, Kernel];
    }

    private sealed class Convolution : IDisposable
    {
        private readonly Tensor _weight;
        private readonly Tensor _bias;

        public Convolution(ConvolutionShape shape, SafetensorsFile file)
        {
            using var scope = NewDisposeScope();
            Shape = shape;
            _weight = Dequantize(file, shape.Name).DetachFromDisposeScope();
            _bias = file.LoadTensor(shape.Name + ".bias").DetachFromDisposeScope();
        }

        public ConvolutionShape Shape { get; }

        public Tensor Apply(Tensor input)
        {
            using var scope = NewDisposeScope();
            var isAsymmetric = Shape.Stride == 2;
            var padding = Shape.Kernel == 3 && !isAsymmetric ? 1 : 0;
            var padded = isAsymmetric ? functional.pad(input, (0, 1, 0, 1)) : input;
            var x = functional.conv2d(
                padded, _weight, _bias, [Shape.Stride, Shape.Stride], [padding, padding], groups: Shape.IsDepthwise ? Shape.In : 1);
            return (Shape.IsActivated ? x.WithinInPlace(0, 6) : x).MoveToOuterDisposeScope();
        }

        public void Dispose()
        {
            _weight.Dispose();
            _bias.Dispose();
        }
    }
}
