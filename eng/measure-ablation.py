#!/usr/bin/env python3
"""Measures, on Flickr8k and by the command line alone, what each part of recall is worth: every one is added alone to the plain beam, and taken
from (or added to) the default, for several seeds.

Memorizes all photographs with the captions of train, once for each seed, and asks with the first caption of every dev photograph, with the dev
photographs as candidates. With --learning, also memorizes anew with each way of learning that is off, and asks as by default.

  eng/measure-ablation.py FLICKR8K_FOLDER WORK_FOLDER [--seeds 1,2,3] [--budget 00:06:00] [--learning]

WORK_FOLDER is created; memories and reports that are there already are used again, so an interrupted run goes on. Build src/Eidetic.Cli in
Release first.
"""
import argparse, json, pathlib, statistics

from flickr8k import eidetic, evaluate, read_collection

BEAM, ALL = ["--rerank", "none"], ["--rerank", "both"]
ASKING = [
    ("beam alone", BEAM),
    ("+ prior subtracted, 0.1", [*BEAM, "--prior-weight", "0.1"]),
    ("+ prefix similarity, 0.2", [*BEAM, "--prefix-weight", "0.2"]),
    ("+ wildcards from 0.9 on", [*BEAM, "--wildcard-entropy", "0.9"]),
    ("+ reranked by similarity", ["--rerank", "similarity"]),
    ("+ reranked by likelihood", ["--rerank", "likelihood"]),
    ("default: reranked by both", ALL),
    ("- similarity", ["--rerank", "likelihood"]),
    ("- likelihood", ["--rerank", "similarity"]),
    ("- 30 of 50 beams", [*ALL, "--beams", "20"]),
    ("+ 150 beams", [*ALL, "--beams", "200"]),
    ("+ prior subtracted, 0.1", [*ALL, "--prior-weight", "0.1"]),
    ("+ prefix similarity, 0.2", [*ALL, "--prefix-weight", "0.2"]),
    ("+ wildcards from 0.9 on", [*ALL, "--wildcard-entropy", "0.9"]),
]
LEARNING = [
    ("target temperature 0.7", ["--target-temperature", "0.7"]),
    ("3 hard negatives", ["--hard-negatives", "3"]),
    ("8 branch negatives", ["--branch-negatives", "8"]),
    ("R-Drop, 0.5", ["--r-drop", "0.5"]),
    ("a last stage that ranks, 0.3", ["--rank-share", "0.3"]),
    ("codebooks moved by captions, 0.3", ["--codebook-contrast", "0.3"]),
    ("dead codes revived", ["--revive-codes"]),
]
PLACES = ("recallAt1", "recallAt5", "recallAt10")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("flickr8k", type=pathlib.Path)
    parser.add_argument("work", type=pathlib.Path)
    parser.add_argument("--seeds", default="1,2,3")
    parser.add_argument("--budget", default="00:06:00")
    parser.add_argument("--learning", action="store_true")
    options = parser.parse_args()
    work = options.work.resolve()
    work.mkdir(parents=True, exist_ok=True)
    captions, splits = read_collection(options.flickr8k)
    candidates, queries = work / "dev.txt", work / "dev-1000.jsonl"
    candidates.write_text("".join(f"{name}\n" for name in splits["dev"]), encoding="utf-8")
    queries.write_text("".join(json.dumps({"query": captions[name][0], "image": name}) + "\n" for name in splits["dev"]), encoding="utf-8")
    seeds = options.seeds.split(",")

    def memory(seed, name="default", how=()):
        folder = work / f"{name}-{seed}"
        if not (folder / "CURRENT").exists():
            eidetic("memorize", f"flickr:{options.flickr8k.resolve()}", "--memory", folder, "--time-budget", options.budget, "--seed", seed, *how)
        return folder

    def ask(folder, how):
        report = work / "reports" / f"{folder.name}{''.join(how)}.json"
        if not report.exists():
            report.parent.mkdir(exist_ok=True)
            return evaluate(folder, queries, "--candidates", candidates, *how, report=report)
        return json.loads(report.read_text())

    def row(name, reports):
        cells = []
        for place in PLACES:
            values = [100 * report[place] for report in reports]
            cells.append(f"{statistics.mean(values):.1f} ({min(values):.1f}-{max(values):.1f})")
        print(f"| {name} | {' | '.join(cells)} |", flush=True)

    print(f"seeds {options.seeds}, {options.budget} each, {len(splits['dev'])} queries; mean (least-most)\n", flush=True)
    print("| | recall@1 | recall@5 | recall@10 |\n|---|---|---|---|", flush=True)
    row("dual encoder", [ask(memory(seed), BEAM)["baseline"] for seed in seeds])
    for name, how in ASKING:
        row(name, [ask(memory(seed), how) for seed in seeds])
    for place, (name, how) in enumerate(LEARNING if options.learning else ()):
        row(f"learned with {name}: beam alone", [ask(memory(seed, f"learning{place}", how), BEAM) for seed in seeds])
        row(f"learned with {name}: by default", [ask(memory(seed, f"learning{place}", how), ALL) for seed in seeds])


if __name__ == "__main__":
    main()
