"""Makes this folder: a tiny random SigLIP with its vocabulary, and what it computes, by an implementation of its own.

    python3 make.py ../../../../assets/emoji/captions.jsonl

Nothing of Eidetic and nothing of transformers is used: numpy and torch alone (made with torch 1.13, numpy 1.24, float32 on the CPU). The
network is written from the paper (Zhai et al. 2023, arXiv 2303.15343) and the published names of the tensors; gelu is the tanh approximation,
attention is softmax(q k' / sqrt(d)) v written out. `texts.json` is what Hugging Face's tokenizers were asked (see README.md).
"""
import base64, json, math, random, struct, sys
from collections import Counter

import numpy
import torch

WIDTH, HEADS, FEED, LAYERS, CONTEXT, IMAGE, PATCH = 32, 2, 48, 2, 16, 16, 4
SPACE = "\u2581"


def vocabulary(captions):
    """Letters, and the substrings of words that occur most, with the logarithms of their frequencies; ties and odd pieces on purpose."""
    counts = Counter()
    for caption in captions:
        for word in caption.lower().split():
            word = SPACE + "".join(c for c in word if c.isalnum())
            for start in range(len(word)):
                for end in range(start + 2, min(len(word), start + 9) + 1):
                    counts[word[start:end]] += 1
    pieces = [SPACE] + list("abcdefghijklmnopqrstuvwxyz") + ["é", "\U0001d54f", "0", "1", "7"]
    pieces += sorted((p for p in counts if counts[p] > 3), key=lambda p: (-counts[p] * len(p), p))[:420]
    total = sum(counts.values())
    scored = [(p, round(math.log((counts[p] + 1) / total), 4)) for p in pieces]
    # the same piece twice (the last counts), pieces that tie, and one above zero
    return [("<pad>", 0.0), ("</s>", 0.0), ("<unk>", 0.0)] + scored + [("xq", -3.0), ("xqx", -6.5), ("qx", -3.5), ("x\u00e9\u00e9", 1.5), ("jj", -9.0), ("jj", -4.0)]


def tokenizer(vocab, extra):
    punctuation = "[!\"\\#\\$%\\&'\\(\\)\\*\\+,\\-\\./:;<=>\\?@\\[\\\\\\]\\^_`\\{\\|\\}\\~]"
    special = [
        {"id": i, "content": c, "single_word": False, "lstrip": True, "rstrip": True, "normalized": False, "special": True}
        for i, c in ((1, "</s>"), (2, "<unk>"))
    ]
    text, end = {"Sequence": {"id": "A", "type_id": 0}}, {"SpecialToken": {"id": "</s>", "type_id": 0}}
    return {
        "version": "1.0", "truncation": None, "padding": None, "added_tokens": special,
        "normalizer": {"type": "Sequence", "normalizers": extra + [
            {"type": "Lowercase"}, {"type": "Replace", "pattern": {"Regex": punctuation}, "content": ""},
            {"type": "Replace", "pattern": {"Regex": "\\s+"}, "content": " "}, {"type": "Strip", "strip_left": True, "strip_right": True}]},
        "pre_tokenizer": {"type": "Metaspace", "replacement": SPACE, "prepend_scheme": "always", "split": True},
        "post_processor": {
            "type": "TemplateProcessing", "single": [text, end], "pair": [text, end, {"Sequence": {"id": "B", "type_id": 0}}, end],
            "special_tokens": {"</s>": {"id": "</s>", "ids": [1], "tokens": ["</s>"]}}},
        "decoder": {"type": "Metaspace", "replacement": SPACE, "prepend_scheme": "always", "split": True},
        "model": {"type": "Unigram", "unk_id": 2, "byte_fallback": False, "vocab": [list(entry) for entry in vocab]},
    }


def charsmap(entries):
    """A double array with replacements, as SentencePiece keeps it: the smallest free place for the children of each node."""
    trie, blob, starts = {}, b"", {}
    for source, target in entries:
        node = trie
        for byte in source.encode():
            node = node.setdefault(byte, {})
        if target not in starts:
            starts[target] = len(blob)
            blob += target.encode() + b"\0"
        node[0] = starts[target]
    units, used = {}, {0}

    def place(node, at, label):
        base = next(b for b in range(1, 1 << 20) if all((b ^ c) not in used for c in node))
        used.update(base ^ c for c in node)
        units[at] = ((at ^ base) << 10) | (256 if 0 in node else 0) | label
        for c, child in node.items():
            if c == 0:
                units[base] = child | (1 << 31)
            else:
                place(child, base ^ c, c)

    place(trie, 0, 0)
    size = (max(units) | 255) + 1
    array = b"".join(struct.pack("<I", units.get(i, 0)) for i in range(size))
    return base64.b64encode(struct.pack("<I", len(array)) + array + blob).decode()


def texts(captions, vocab):
    rng = random.Random(7)
    own = [
        "", " ", "!!!", "A photo of a cat.", "  two   spaces\tand\na line ", "caf\u00e9 cafe\u0301", "\u732b\u732b cat \u732b", "x\u00e9\u00e9 x\u00e9", "xqx xqxqx qxq", "jj ajjb",
        "</s>", "a </s> b", "<unk> face", "\U0001d54fx \U0001f600 smile", "it's 10:17 o'clock", "\u2581face", "snow\u2581man", "\u00c9CLAIR \u0130stanbul \u03a3\u03a3",
        "\uff26\uff41\uff43\uff45 \u2460 \ufb01sh \u00a0wide", "heart\u200d\u2764\ufe0f", "f\u0301ace \u0301", "A" * 40, "<pad>", "red-heart (suit)",
    ]
    letters = [p for p, _ in vocab[3:] if len(p) < 5]
    made = ["".join(rng.choice(letters + [" ", "?", "\u4e00", "\u00e9"]) for _ in range(rng.randrange(1, 14))).replace(SPACE, " ") for _ in range(80)]
    return own + captions[:40] + made


def norm(x, w, prefix):
    mean = x.mean(-1, keepdim=True)
    return (x - mean) / (((x - mean) ** 2).mean(-1, keepdim=True) + 1e-6).sqrt() * w[prefix + ".weight"] + w[prefix + ".bias"]


def linear(x, w, prefix):
    return x @ w[prefix + ".weight"].T + w[prefix + ".bias"]


def feed(x, w, prefix):
    x = linear(x, w, prefix + ".fc1")
    x = 0.5 * x * (1 + torch.tanh(math.sqrt(2 / math.pi) * (x + 0.044715 * x ** 3)))
    return linear(x, w, prefix + ".fc2")


def attend(q, k, v):
    split = lambda x: x.reshape(x.shape[0], x.shape[1], HEADS, WIDTH // HEADS).permute(0, 2, 1, 3)
    q, k, v = split(q), split(k), split(v)
    weights = torch.softmax(q @ k.transpose(-1, -2) / math.sqrt(WIDTH // HEADS), -1)
    return (weights @ v).permute(0, 2, 1, 3).reshape(q.shape[0], -1, WIDTH)


def blocks(x, w, prefix):
    for i in range(LAYERS):
        p = f"{prefix}.encoder.layers.{i}"
        n = norm(x, w, p + ".layer_norm1")
        a = attend(*(linear(n, w, f"{p}.self_attn.{part}_proj") for part in "qkv"))
        x = x + linear(a, w, p + ".self_attn.out_proj")
        x = x + feed(norm(x, w, p + ".layer_norm2"), w, p + ".mlp")
    return x


def see(pixels, w):
    p, side = "vision_model", IMAGE // PATCH
    cut = pixels.reshape(-1, 3, side, PATCH, side, PATCH).permute(0, 2, 4, 1, 3, 5).reshape(-1, side * side, 3 * PATCH * PATCH)
    x = cut @ w[p + ".embeddings.patch_embedding.weight"].reshape(WIDTH, -1).T + w[p + ".embeddings.patch_embedding.bias"]
    x = norm(blocks(x + w[p + ".embeddings.position_embedding.weight"], w, p), w, p + ".post_layernorm")
    inner, bias = w[p + ".head.attention.in_proj_weight"].reshape(3, WIDTH, WIDTH), w[p + ".head.attention.in_proj_bias"].reshape(3, WIDTH)
    probe = w[p + ".head.probe"].expand(x.shape[0], 1, WIDTH)
    a = attend(probe @ inner[0].T + bias[0], x @ inner[1].T + bias[1], x @ inner[2].T + bias[2])
    a = linear(a, w, p + ".head.attention.out_proj")
    return (a + feed(norm(a, w, p + ".head.layernorm"), w, p + ".head.mlp"))[:, 0]


def hear(tokens, w):
    p = "text_model"
    x = w[p + ".embeddings.token_embedding.weight"][tokens] + w[p + ".embeddings.position_embedding.weight"]
    x = norm(blocks(x, w, p), w, p + ".final_layer_norm")
    return linear(x[:, -1], w, p + ".head")


def weights(vocab):
    generator = torch.Generator().manual_seed(3)
    w = {}

    def add(name, *shape, around=0.0, spread=0.15):
        w[name] = around + spread * torch.randn(*shape, generator=generator)

    def pair(prefix, out, into):
        add(prefix + ".weight", out, into)
        add(prefix + ".bias", out, spread=0.05)

    def layer_norm(prefix):
        add(prefix + ".weight", WIDTH, around=1.0)
        add(prefix + ".bias", WIDTH, spread=0.05)

    def tower(prefix):
        for i in range(LAYERS):
            p = f"{prefix}.encoder.layers.{i}"
            layer_norm(p + ".layer_norm1")
            layer_norm(p + ".layer_norm2")
            for part in ("q", "k", "v", "out"):
                pair(f"{p}.self_attn.{part}_proj", WIDTH, WIDTH)
            pair(p + ".mlp.fc1", FEED, WIDTH)
            pair(p + ".mlp.fc2", WIDTH, FEED)

    v, t = "vision_model", "text_model"
    add(v + ".embeddings.patch_embedding.weight", WIDTH, 3, PATCH, PATCH)
    add(v + ".embeddings.patch_embedding.bias", WIDTH)
    add(v + ".embeddings.position_embedding.weight", (IMAGE // PATCH) ** 2, WIDTH)
    tower(v)
    layer_norm(v + ".post_layernorm")
    add(v + ".head.probe", 1, 1, WIDTH)
    add(v + ".head.attention.in_proj_weight", 3 * WIDTH, WIDTH)
    add(v + ".head.attention.in_proj_bias", 3 * WIDTH, spread=0.05)
    pair(v + ".head.attention.out_proj", WIDTH, WIDTH)
    layer_norm(v + ".head.layernorm")
    pair(v + ".head.mlp.fc1", FEED, WIDTH)
    pair(v + ".head.mlp.fc2", WIDTH, FEED)
    add(t + ".embeddings.token_embedding.weight", len(vocab), WIDTH, spread=0.5)
    add(t + ".embeddings.position_embedding.weight", CONTEXT, WIDTH)
    tower(t)
    layer_norm(t + ".final_layer_norm")
    pair(t + ".head", WIDTH, WIDTH)
    w["logit_scale"] = torch.tensor([math.log(10.0)])
    w["logit_bias"] = torch.tensor([-10.0])
    return w


def save(path, tensors):
    header, data = {}, b""
    for name in sorted(tensors):
        array = tensors[name].contiguous().numpy()
        raw = array.tobytes()
        header[name] = {"dtype": {"float32": "F32", "int64": "I64"}[str(array.dtype)], "shape": list(array.shape), "data_offsets": [len(data), len(data) + len(raw)]}
        data += raw
    text = json.dumps(header, separators=(",", ":")).encode()
    text += b" " * (-len(text) % 8)
    with open(path, "wb") as file:
        file.write(struct.pack("<Q", len(text)) + text + data)


def dump(path, value):
    with open(path, "w", encoding="utf-8") as file:
        json.dump(value, file, ensure_ascii=False, separators=(",", ":"))
        file.write("\n")


captions = [caption for line in open(sys.argv[1], encoding="utf-8") for caption in json.loads(line)["captions"][:1]]
vocab = vocabulary(captions)
table = [("\uff26", "F"), ("\uff41", "a"), ("\uff43", "c"), ("\uff45", "e"), ("\u2460", "1"), ("\ufb01", "fi"), ("\u00a0", " "), ("e\u0301", "\u00e9"), ("\u0301", ""),
         ("\u200d", ""), ("\ufe0f", ""), ("\t", " "), ("\n", " "), ("\u00c9", "\u00c9"), ("\u0130", "I"), ("\U0001d54f", "X")]
dump("tokenizer.json", tokenizer(vocab, []))
dump("tokenizer-with-table.json", tokenizer(vocab, [{"type": "Precompiled", "precompiled_charsmap": charsmap(table)}]))
dump("texts.json", texts(captions, vocab))
dump("tokenizer_config.json", {"tokenizer_class": "SiglipTokenizer", "model_max_length": CONTEXT, "do_lower_case": True, "eos_token": "</s>", "pad_token": "</s>", "unk_token": "<unk>"})
half = [0.5, 0.5, 0.5]
dump("preprocessor_config.json", {
    "do_resize": True, "do_rescale": True, "do_normalize": True, "image_mean": half, "image_std": half, "image_processor_type": "SiglipImageProcessor",
    "processor_class": "SiglipProcessor", "resample": 3, "rescale_factor": 1 / 255, "size": {"height": IMAGE, "width": IMAGE}})
sizes = {"hidden_size": WIDTH, "num_hidden_layers": LAYERS, "num_attention_heads": HEADS, "intermediate_size": FEED, "layer_norm_eps": 1e-6, "hidden_act": "gelu_pytorch_tanh"}
dump("config.json", {
    "architectures": ["SiglipModel"], "model_type": "siglip",
    "text_config": {"model_type": "siglip_text_model", "vocab_size": len(vocab), "max_position_embeddings": CONTEXT, **sizes},
    "vision_config": {"model_type": "siglip_vision_model", "image_size": IMAGE, "patch_size": PATCH, **sizes}})

w = weights(vocab)
numbers = numpy.random.RandomState(5)
pixels = torch.tensor(numbers.uniform(-1, 1, (3, 3, IMAGE, IMAGE)).astype("float32"))
tokens = torch.ones(4, CONTEXT, dtype=torch.int64)   # 1 ends and pads
for row, length in enumerate((1, 5, 15, 0)):
    tokens[row, :length] = torch.tensor(numbers.randint(3, len(vocab), length))
images, heard = see(pixels, w), hear(tokens, w)
unit = lambda x: x / x.norm(dim=-1, keepdim=True)
save("model.safetensors", w)
save("inputs.safetensors", {"pixel_values": pixels, "input_ids": tokens})
save("expected.safetensors", {
    "image_pooled": images, "text_pooled": heard, "image_embeds": unit(images), "text_embeds": unit(heard),
    "logits_per_image": unit(images) @ unit(heard).T * w["logit_scale"].exp() + w["logit_bias"]})
