#!/usr/bin/env python3
"""Measures a server under load: one question at a time, then many clients at once.

Starts `eidetic serve` on a memory, warms it up, asks one client's questions one after another, then COUNT questions from CLIENTS clients at once, each
with its own connection. Prints throughput and latency of both, what failed, and the server's resident memory in each tenth.
The clients run on the same machine and take their share of it.

  eng/measure-server.py MEMORY QUERIES.jsonl [--clients 32] [--count 20000] [--alone 300] [--top 10]

QUERIES.jsonl holds one {"query": "..."} a line. Build src/Eidetic.Cli in Release first. Resident memory is read on Linux only.
"""
import argparse, http.client, json, os, pathlib, re, statistics, subprocess, sys, threading, time

from flickr8k import PROGRAM


def ask(connection, body):
    started = time.perf_counter()
    connection.request("POST", "/v1/recall", body, {"Content-Type": "application/json"})
    response = connection.getresponse()
    answer = response.read()
    if response.status != 200:
        raise RuntimeError(f"{response.status}: {answer[:200]}")
    return time.perf_counter() - started


def run(port, bodies, clients, server):
    latencies, failures, resident, lock, place = [], [], [], threading.Lock(), iter(range(len(bodies)))

    def client():
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
        while True:
            with lock:
                i = next(place, None)
            if i is None:
                return
            try:
                took = ask(connection, bodies[i])
                with lock:
                    latencies.append(took)
                    if i % max(1, len(bodies) // 200) == 0:
                        resident.append(resident_of(server))
            except Exception as problem:  # every failure counts, whatever it is
                with lock:
                    failures.append(repr(problem))
                connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)

    started = time.perf_counter()
    threads = [threading.Thread(target=client) for _ in range(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return len(latencies) / (time.perf_counter() - started), sorted(latencies), failures, resident


def resident_of(server):
    try:
        return int(re.search(r"VmRSS:\s+(\d+)", pathlib.Path(f"/proc/{server.pid}/status").read_text()).group(1)) / 1024
    except OSError:
        return float("nan")


def report(name, throughput, latencies, failures):
    at = lambda share: 1000 * latencies[min(len(latencies) - 1, int(share * len(latencies)))]
    print(f"| {name} | {len(latencies)} | {throughput:.1f} | {at(0.5):.1f} | {at(0.95):.1f} | {at(0.99):.1f} | {len(failures)} |", flush=True)
    return at


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("memory", type=pathlib.Path)
    parser.add_argument("queries", type=pathlib.Path)
    parser.add_argument("--clients", type=int, default=32)
    parser.add_argument("--count", type=int, default=20_000)
    parser.add_argument("--alone", type=int, default=300)
    parser.add_argument("--top", type=int, default=10)
    options = parser.parse_args()
    texts = [json.loads(line)["query"] for line in options.queries.read_text(encoding="utf-8").splitlines() if line.strip()]
    bodies = lambda count, first: [json.dumps({"query": texts[(first + i) % len(texts)], "top": options.top}) for i in range(count)]
    server = subprocess.Popen(
        [*PROGRAM, "serve", "--memory", str(options.memory), "--urls", "http://127.0.0.1:0"], stdout=subprocess.PIPE, text=True, env=os.environ)
    try:
        port = None
        for line in server.stdout:
            if found := re.search(r"listening at http://[^:]+:(\d+)", line):
                port = int(found.group(1))
                break
        if port is None:
            sys.exit("the server did not start")
        run(port, bodies(1000, 0), options.clients, server)  # warm-up: compiled code, caches
        print("| clients | questions | a second | p50 ms | p95 ms | p99 ms | failed |\n|---|---|---|---|---|---|---|", flush=True)
        alone = run(port, bodies(options.alone, 1000), 1, server)
        report("1", *alone[:3])
        many = run(port, bodies(options.count, 2000), options.clients, server)
        at = report(str(options.clients), *many[:3])
        size = max(1, len(many[3]) // 10)
        tenths = [statistics.mean(many[3][i : i + size]) for i in range(0, size * 10, size)]
        print(f"throughput {many[0] / alone[0]:.2f} times one client's; p99 {at(0.99) / at(0.5):.1f} times p50; "
              f"resident {tenths[0]:.0f} MiB in the first tenth, {tenths[-1]:.0f} MiB in the last ({tenths[-1] / tenths[0] - 1:+.1%}); "
              f"all tenths {', '.join(f'{mean:.0f}' for mean in tenths)}")
        for failure in many[2][:5]:
            print("failed:", failure)
    finally:
        server.terminate()
        server.wait()


if __name__ == "__main__":
    main()
