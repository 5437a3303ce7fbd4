#!/usr/bin/env python3
"""Measures, on Flickr8k and by the command line alone, how much worse photographs that nobody captioned are found than captioned ones.

Memorizes all photographs with the captions of train, less the last caption of each, and asks with captions that nothing was learned from: of
train photographs the last one (captioned images), of dev photographs the last one (images that nobody captioned), both among all photographs.
The dual encoder of the same run answers the same queries: is generation's gap between both kinds wider than its own?

  eng/measure-caption-gap.py FLICKR8K_FOLDER WORK_FOLDER [--queries 1000] [--budget 00:20:00] [--seed 1]

WORK_FOLDER is created; a memory that is there already is used again. Build src/Eidetic.Cli in Release first.
"""
import argparse, pathlib

from flickr8k import eidetic, evaluate, read_collection, write_queries, write_source


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("flickr8k", type=pathlib.Path)
    parser.add_argument("work", type=pathlib.Path)
    parser.add_argument("--queries", type=int, default=1000)
    parser.add_argument("--budget", default="00:20:00")
    parser.add_argument("--seed", default="1")
    options = parser.parse_args()
    work = options.work.resolve()
    captions, splits = read_collection(options.flickr8k)
    names = sorted(splits["train"] + splits["dev"] + splits["test"])
    memory = work / "all"
    if not (memory / "CURRENT").exists():
        source = write_source(work / "source", names, captions, set(splits["train"]), (options.flickr8k / "Images").resolve())
        eidetic("memorize", source, "--memory", memory, "--time-budget", options.budget, "--seed", options.seed)
    print("| images asked for | | recall@1 | recall@5 | recall@10 |", flush=True)
    print("|---|---|---|---|---|", flush=True)
    gaps = []
    for kind, split in (("captioned", "train"), ("never captioned", "dev")):
        found = evaluate(memory, write_queries(work / f"{split}.jsonl", splits[split], captions, options.queries))
        for who, at in (("generative", found), ("dual encoder", found["baseline"])):
            print(f"| {kind} | {who} | {at['recallAt1']:.4f} | {at['recallAt5']:.4f} | {at['recallAt10']:.4f} |", flush=True)
        gaps.append((found["recallAt10"], found["baseline"]["recallAt10"]))
    for place, who in enumerate(("generative", "dual encoder")):
        gap = gaps[0][place] - gaps[1][place]
        print(f"gap at recall@10, {who}: {gap:+.4f} ({gaps[1][place] / max(gaps[0][place], 1e-9):.3f} of the captioned)", flush=True)


if __name__ == "__main__":
    main()
