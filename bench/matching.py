"""Matching measured: its speed beside plain `M @ M.T` of the same matrices, and its quality where data lie at hand.

python -m bench.matching                     1,000 and 10,000 projects, with topics only and with 300 characters
python -m bench.matching --large             100,000 projects with topics too (minutes)
python -m bench.matching --quality FOLDER    nDCG@10 and exposure for projects.jsonl, topics.jsonl, pairs.jsonl
                                             (signal "sister") and dev_ids.txt of a folder
"""

import argparse
import json
import math
import resource
import subprocess
import sys
import time
from collections import Counter, defaultdict
from pathlib import Path
from random import Random

import numpy as np

from networking.matching import model, neighbours
from networking.matching.evidence import TERMS
from networking.matching.files import read_portraits, read_topics
from networking.matching.likeness import Shares
from networking.matching.model import build, read
from networking.matching.portrait import Portrait, Scheme, Topic

BLOCK = 256
TARGETS = {None: 0.74, 300: 0.575, 0: 0.445}


def seconds(act):
    started = time.perf_counter()
    result = act()
    return result, time.perf_counter() - started


def megabytes():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


# --- Speed --------------------------------------------------------------------------------------------------


def town(number: int, characters: int) -> tuple[list[Portrait], list[Topic]]:
    """Projects with six topics each, some frequent and most rare, and a text of invented words."""
    random = Random(7)
    count = 300 if number <= 1_000 else 1_000 if number <= 10_000 else 3_000
    topics = [Topic(f"t{n}", word(n), f"g{n % (count // 5)}") for n in range(count)]
    topics += [Topic(f"g{n}", word(10_000 + n)) for n in range(count // 5)]
    topic_weights = np.cumsum([1 / (n + 1) ** 0.8 for n in range(count)]).tolist()
    words = [word(n) for n in range(20_000)]
    word_weights = np.cumsum([1 / (n + 10) for n in range(len(words))]).tolist()
    found = []
    for n in range(number):
        own = {f"t{t}" for t in random.choices(range(count), cum_weights=topic_weights, k=6)}
        text = " ".join(random.choices(words, cum_weights=word_weights, k=characters // 7 + 1))[:characters]
        title = text[:40] if characters else ""
        found.append(Portrait(f"p{n:06}", title, text, tuple(sorted(own)), (f"o{n // 3}",)))
    return found, topics


def word(number: int) -> str:
    """An invented word, the same for the same number."""
    syllables = ["ba", "ke", "li", "mo", "nu", "ra", "se", "ti", "vo", "zu"]
    return "".join(syllables[int(digit)] for digit in f"{number * 7919 % 100_000:05}")[: 5 + number % 6]


def plain(likeness) -> float:
    """Seconds of `M @ M.T` of all matrices, in blocks of rows that are thrown away at once."""
    taken = 0.0
    for kind in TERMS:
        matrix = likeness.matrices[kind]
        across = matrix.T.tocsr()
        for start in range(0, matrix.shape[0], BLOCK):
            taken += seconds(lambda m=matrix, a=across, s=start: m[s : s + BLOCK] @ a)[1]
    return taken


def measure(number: int, characters: int) -> None:
    portraits, topics = town(number, characters)
    (_, likeness), reading = seconds(lambda: read(portraits, Scheme(topics), Shares(), {}))
    floor = plain(likeness)
    found, building = seconds(lambda: build(portraits, topics, shares=Shares()))
    _, listing = seconds(lambda: found.suggestions(10))
    whole = building - reading + listing
    print(
        f"{number:>7,} projects, {characters:>3} characters: texts read {reading:6.2f} s, M @ M.T {floor:7.2f} s, "
        f"whole model {whole:7.2f} s = {whole / floor:4.2f} x, peak {megabytes():5.0f} MB",
        flush=True,
    )


def agreement(number: int = 2_000) -> None:
    """What keeping only the best of each changes where texts are random and nothing is really near: the worst case."""
    portraits, topics = town(number, 300)
    found = {}
    for kept in (neighbours.KEPT, number):
        model.KEPT = neighbours.KEPT = kept
        found[kept] = build(portraits, topics, shares=Shares()).suggestions()
    some, everything = found.values()
    total = sum(map(len, everything.values()))
    places = sum(one == two for id in some for one, two in zip(everything[id], some[id], strict=False))
    members = sum(len(set(some[id]) & set(everything[id])) for id in some)
    print(
        f"{number:>7,} projects: {members / total:.1%} of all suggestions and {places / total:.1%} of their places "
        "as if every pair were kept"
    )


# --- Quality ------------------------------------------------------------------------------------------------


def quality(folder: Path) -> None:
    topics = read_topics(folder / "topics.jsonl")
    queries = set((folder / "dev_ids.txt").read_text().split())
    for characters, target in TARGETS.items():
        portraits = read_portraits(folder / "projects.jsonl", characters)
        found, taken = seconds(lambda p=portraits: build(p, topics, shares=Shares()).suggestions(10))
        ndcg = gain(found, sisters(folder, portraits), queries)
        shown = Counter(other for others in found.values() for other in others)
        counts = sorted(shown[portrait.id] for portrait in portraits)
        short = sum(len(others) < 10 for others in found.values())
        print(
            f"{'full text' if characters is None else f'{characters} characters':>14}: nDCG@10 {ndcg:.3f} (at least "
            f"{target}), coverage {sum(map(bool, counts)) / len(counts):.3f} (0.99), Gini {gini(counts):.3f} (at most "
            f"0.15), most shown {counts[-1]} (12), short lists {short} (0), {taken:.1f} s"
        )


def sisters(folder: Path, portraits: list[Portrait]) -> dict[str, dict[str, float]]:
    """Funded under the same call and without a shared organisation: who should find each other."""
    organisations = {portrait.id: set(portrait.organisations) for portrait in portraits}
    found: dict[str, dict[str, float]] = defaultdict(dict)
    for line in (folder / "pairs.jsonl").read_text(encoding="utf-8").splitlines():
        pair = json.loads(line)
        a, b = pair["a"], pair["b"]
        if pair["signal"] == "sister" and not organisations[a] & organisations[b]:
            found[a][b] = found[b][a] = pair["weight"]
    return found


def gain(found, relations, queries) -> float:
    """The mean nDCG@10 over the queries that have a relation."""
    values = []
    for query in sorted(queries & relations.keys()):
        wanted = relations[query]
        got = sum(wanted.get(o, 0) / math.log2(place + 2) for place, o in enumerate(found[query][:10]))
        ideal = sorted(wanted.values(), reverse=True)[:10]
        values.append(got / sum(value / math.log2(place + 2) for place, value in enumerate(ideal)))
    return sum(values) / len(values)


def gini(counts: list[int]) -> float:
    number, total = len(counts), sum(counts)
    return (
        2 * sum((place + 1) * value for place, value in enumerate(counts)) / (number * total)
        - (number + 1) / number
    )


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--large", action="store_true")
    parser.add_argument("--quality", type=Path, metavar="FOLDER")
    parser.add_argument("--one", nargs=2, type=int, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.quality:
        quality(arguments.quality)
    elif arguments.one:
        measure(*arguments.one)
    else:
        sizes = [(1_000, 0), (1_000, 300), (10_000, 0), (10_000, 300)] + [(100_000, 0)] * arguments.large
        for size in sizes:  # a process each, so that each has its own peak of memory
            subprocess.run([sys.executable, "-m", "bench.matching", "--one", *map(str, size)], check=True)
        agreement()


if __name__ == "__main__":
    main()
