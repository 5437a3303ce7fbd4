"""Makes this folder: a tiny SentencePiece model, and what SigLIP's tokenizer makes of texts by it.

    python3 make.py ../../../../assets/emoji/captions.jsonl ../siglip-whole-tiny/tokenizer_cases.json

SentencePiece 0.1.97 learns and cuts. What is done to a text before follows what transformers' SiglipTokenizer (v4.47) does, written anew: in
lower case, cut at special tokens, ASCII's punctuation left out, single spaces; no dummy prefix but a boundary before the first word.
"""
import io, json, os, re, string, sys

import sentencepiece
from sentencepiece import sentencepiece_model_pb2 as proto

SPACE, SPECIAL = "\u2581", {"</s>": 1, "<unk>": 2}
captions = [caption for line in open(sys.argv[1], encoding="utf-8") for caption in json.loads(line)["captions"]]
rules = [("FF26", "46"), ("FF41", "61"), ("FF43", "63"), ("FF45", "65"), ("2460", "31"), ("FB01", "66 69"), ("A0", "20"), ("65 301", "E9"), ("301", ""),
         ("200D", ""), ("FE0F", ""), ("9", "20"), ("A", "20"), ("2581", "20"), ("61 61", "62"), ("61 61 61 61", "63"), ("1D54F", "78")]
with open("rules.tsv", "w") as file:
    file.writelines(f"{source}\t{target}\n" for source, target in rules)
learned = io.BytesIO()
sentencepiece.SentencePieceTrainer.train(
    sentence_iterator=iter(c.lower() for c in captions), model_writer=learned, vocab_size=300, model_type="unigram", normalization_rule_tsv="rules.tsv",
    pad_id=0, eos_id=1, unk_id=2, bos_id=-1, num_threads=1, minloglevel=2)
os.remove("rules.tsv")
with open("spiece.model", "wb") as file:
    file.write(learned.getvalue())

model = proto.ModelProto.FromString(learned.getvalue())
model.normalizer_spec.add_dummy_prefix = False
cutter = sentencepiece.SentencePieceProcessor()
cutter.LoadFromSerializedProto(model.SerializeToString())
prefix = len(cutter.encode("<unk>"))


def cut(text):
    text = text.translate(str.maketrans("", "", string.punctuation))
    text = re.sub(r"\s+", " ", text).strip()
    return cutter.encode("<unk>" + text)[prefix:]


def tokens(text):
    parts = re.split(r"\s*(</s>|<unk>)\s*", SPACE + text.replace(SPACE, " "))
    return [token for part in parts for token in ([SPECIAL[part]] if part in SPECIAL else cut(part.lower()))] + [1]


texts = [case["text"] for case in json.load(open(sys.argv[2], encoding="utf-8"))] + ["aaaaa aa a aaa", " leading", "a\u2581b", "\u039f\u03a3 \u0130"]
with open("cases.json", "w") as file:
    file.write("[\n" + ",\n".join(json.dumps({"text": text, "tokens": tokens(text)}, separators=(",", ":")) for text in texts) + "\n]\n")
