#!/usr/bin/env python3
"""Measures a living memory on Flickr8k, by the command line alone: recall@10 of old and of added images before and after consolidation.

Starts with 4,000 photographs of the training split, adds 40, 400 and 4,000, each to a copy of the same memory, and measures old and added images
after `add` and after `consolidate`, among all images that the memory then holds and, for what is forgotten, old ones among the old; beside it, a memory
that learned all of them from the start.
Of each captioned photograph the last caption is held back as its query; photographs of dev bring no captions to learn from, and are asked about
apart; photographs of test are candidates only: nothing is asked about them. Lengths are passes, not time, so that a busy machine learns the same.

  eng/measure-living-memory.py FLICKR8K_FOLDER WORK_FOLDER [--added 40,400,4000] [--old 4000] [--queries 1000] [--epochs 30]
                               [--consolidate-epochs 20] [--from-start] [--seed 1]

WORK_FOLDER is created; memories that are there already are used again, so an interrupted run goes on. Build src/Eidetic.Cli in Release first.
"""
import argparse, json, pathlib, random, shutil

from flickr8k import eidetic, read_collection, recall, write_queries, write_source


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("flickr8k", type=pathlib.Path)
    parser.add_argument("work", type=pathlib.Path)
    parser.add_argument("--added", default="40,400,4000")
    parser.add_argument("--old", type=int, default=4000)
    parser.add_argument("--queries", type=int, default=1000)
    parser.add_argument("--epochs", default="30")
    parser.add_argument("--consolidate-epochs", default="20")
    parser.add_argument("--from-start", action="store_true")
    parser.add_argument("--seed", default="1")
    options = parser.parse_args()
    work = options.work.resolve()
    captions, splits = read_collection(options.flickr8k)
    train = set(splits["train"])
    mixed = random.Random(1).sample(sorted(train), len(train))
    old, coming = mixed[: options.old], mixed[options.old:] + splits["dev"] + splits["test"]
    coming = random.Random(2).sample(coming, len(coming))
    images = (options.flickr8k / "Images").resolve()
    seen = set(train) | set(splits["dev"])
    base = work / "base"
    length = ("--epochs", options.epochs, "--seed", options.seed)
    if not (base / "CURRENT").exists():
        eidetic("memorize", write_source(work / "old", old, captions, train, images), "--memory", base, *length)
    old_queries = write_queries(work / "old.jsonl", old, captions, options.queries)
    print("recall@10 (of the dual encoder)\n")
    print("| memory | images | old, among the old | old | added, captioned | added, never captioned | ms an image |\n|---|---|---|---|---|---|---|", flush=True)
    among_old = work / "old.txt"
    among_old.write_text("".join(f"Images/{name}\n" for name in old))

    def row(name, memory, asked, count, cost=""):
        found = [recall(memory, asked[0], "--candidates", among_old)] + [recall(memory, queries) for queries in asked]
        cells = [f"{100 * mine:.1f} ({100 * dual:.1f})" for mine, dual in found]
        print(f"| {name} | {count} | {' | '.join(cells + [''] * (4 - len(cells)))} | {cost} |", flush=True)

    row("base", base, [old_queries], len(old))
    for count in map(int, options.added.split(",")):
        new = coming[:count]
        source = write_source(work / f"added-{count}", new, captions, train, images)
        splits_of_new = {"captioned": [n for n in new if n in train], "uncaptioned": [n for n in new if n in seen - train]}
        asked = [old_queries] + [write_queries(work / f"{kind}-{count}.jsonl", names, captions, options.queries) for kind, names in splits_of_new.items()]
        memory = work / f"plus-{count}"
        shutil.rmtree(memory, ignore_errors=True)
        shutil.copytree(base, memory)
        report = json.loads(eidetic("add", source, "--memory", memory, "--json")[0])
        cost = 1000 * (report["seconds"] - report["encodingSeconds"]) / max(1, len(report["added"]))
        row(f"+{count}, added", memory, asked, report["images"], f"{cost:.1f}")
        eidetic("consolidate", "--memory", memory, "--epochs", options.consolidate_epochs, "--seed", options.seed)
        row(f"+{count}, consolidated", memory, asked, report["images"])
        if options.from_start:
            whole = work / f"whole-{count}"
            if not (whole / "CURRENT").exists():
                eidetic("memorize", write_source(work / f"all-{count}", old + new, captions, train, images), "--memory", whole, *length)
            row(f"+{count}, all from the start", whole, asked, report["images"])


if __name__ == "__main__":
    main()
