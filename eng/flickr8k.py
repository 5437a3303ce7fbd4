"""Flickr8k for the scripts that measure: its captions and splits as sources and queries of the command line."""
import json, os, pathlib, random, subprocess, sys, time

ROOT = pathlib.Path(__file__).resolve().parent.parent
PROGRAM = ["dotnet", os.environ.get("EIDETIC_PROGRAM") or str(ROOT / "src/Eidetic.Cli/bin/Release/net10.0/Eidetic.Cli.dll")]


def eidetic(*arguments):
    started = time.monotonic()
    done = subprocess.run([*PROGRAM, *map(str, arguments)], stdout=subprocess.PIPE, text=True)
    if done.returncode != 0:
        sys.exit(f"eidetic {arguments[0]} ended with {done.returncode}")
    return done.stdout, time.monotonic() - started


def read_collection(folder):
    captions = {}
    for line in (folder / "Flickr8k.token.txt").read_text(encoding="utf-8").splitlines():
        name, _, text = line.partition("\t")
        captions.setdefault(name.rpartition("#")[0], []).append(text.strip())
    splits = {s: (folder / f"Flickr_8k.{s}Images.txt").read_text().split() for s in ("train", "dev", "test")}
    return captions, {s: [n for n in names if (folder / "Images" / n).exists()] for s, names in splits.items()}


def write_source(path, names, captions, train, images):
    """JSON lines of images beside a link to the pictures; the last caption of each is held back."""
    path.mkdir(parents=True, exist_ok=True)
    link = path / "Images"
    if not link.exists():
        link.symlink_to(images, target_is_directory=True)
    with open(path / "images.jsonl", "w", encoding="utf-8") as out:
        for name in names:
            out.write(json.dumps({"image": f"Images/{name}", "captions": captions[name][:-1] if name in train else []}) + "\n")
    return f"jsonl:{path / 'images.jsonl'}"


def write_queries(path, names, captions, count):
    names = random.Random(7).sample(names, min(count, len(names)))
    path.write_text("".join(json.dumps({"query": captions[n][-1], "image": f"Images/{n}"}) + "\n" for n in names), encoding="utf-8")
    return path


def evaluate(memory, queries, *how, report=None):
    """Measures a memory beside the dual encoder; `how` are options of `evaluate`, the report stays in a file."""
    report = report or memory.parent / f"{memory.name}-{queries.stem}.json"
    eidetic("evaluate", "--memory", memory, "--queries", queries, "--baseline", "--json", report, *how)
    return json.loads(report.read_text())


def recall(memory, queries, *how):
    found = evaluate(memory, queries, *how)
    return found["recallAt10"], found["baseline"]["recallAt10"]
