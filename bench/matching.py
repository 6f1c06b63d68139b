"""Matching measured: its speed beside plain `M @ M.T` of the same matrices, and its quality where data lie at hand.

python -m bench.matching                     1,000 and 10,000 projects, with topics only and with 300 characters
python -m bench.matching --short             10,000 projects with topics only, once
python -m bench.matching --large             100,000 projects with topics too (minutes)
python -m bench.matching --agreement [FOLDER]  how far lists agree with the model in double precision over all pairs
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
from dataclasses import replace
from pathlib import Path
from random import Random
from statistics import median

import numpy as np
from scipy import sparse

from networking.matching import exposure, neighbours
from networking.matching.evidence import TERMS, Kind
from networking.matching.exclusions import Exclusions
from networking.matching.files import read_portraits, read_topics
from networking.matching.likeness import Shares
from networking.matching.model import build
from networking.matching.neighbours import SHARPNESS, WALK, correction, reach
from networking.matching.portrait import Portrait, Scheme, Topic
from networking.matching.reading import read
from networking.matching.update import changed

BLOCK = 256
TARGETS = {None: 0.74, 300: 0.575, 0: 0.445}


def seconds(act):
    """The result and the processor's seconds: on a machine that others use too, the clock on the wall measures them."""
    started = time.process_time()
    result = act()
    return result, time.process_time() - started


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


def in_blocks(likeness) -> None:
    """`M @ M.T` of all matrices, in blocks of rows that are thrown away at once."""
    for kind in TERMS:
        matrix, across = likeness.matrices[kind], likeness.matrices[kind].T.tocsr()
        for start in range(0, matrix.shape[0], BLOCK):
            matrix[start : start + BLOCK] @ across


def at_once(likeness) -> None:
    """`M @ M.T` as one writes it down: all rows together, which takes the memory for the result."""
    for kind in TERMS:
        likeness.matrices[kind] @ likeness.matrices[kind].T


def measure(number: int, characters: int, times: int) -> None:
    """The median of the ratios of so many runs: each is beside its own floor."""
    portraits, topics = town(number, characters)
    runs = [_run(portraits, topics, number <= 10_000 and not characters) for _ in range(times)]
    run = sorted(runs, key=lambda run: run["ratio"])[len(runs) // 2]
    print(
        f"{number:>7,} projects, {characters:>3} characters: texts read {run['reading']:6.2f} s, "
        f"M @ M.T {run['floor']:7.2f} s{run['together']}, "
        f"whole model {run['whole']:7.2f} s = {run['ratio']:4.2f} x, peak {megabytes():5.0f} MB",
        flush=True,
    )


def _run(portraits: list[Portrait], topics: list[Topic], too_at_once: bool) -> dict:
    found, reading = seconds(lambda: read(portraits, Scheme(topics), Shares()))
    _, floor = seconds(lambda: in_blocks(found[1]))
    together = f" ({seconds(lambda: at_once(found[1]))[1]:.2f} s as one product)" if too_at_once else ""
    _, building = seconds(lambda: build(portraits, topics, shares=Shares()).suggestions(10))
    whole = building - reading
    return {"reading": reading, "floor": floor, "together": together, "whole": whole, "ratio": whole / floor}


def edit(number: int, characters: int, times: int = 9) -> None:
    """One project changes, and all lists are up to date again."""
    portraits, topics = town(number, characters)
    found, taken = build(portraits, topics, shares=Shares()), []
    for place in range(0, number, number // times):
        one, other = found.portraits[place], found.portraits[place - 50]
        one = replace(one, text=one.text[:150] + other.text[150:], topics=(*one.topics[:-1], other.topics[0]))
        found, first = seconds(lambda m=found, p=one: changed(m, p))
        _, second = seconds(lambda m=found: m.suggestions(10))
        taken.append((first + second, first))
    whole, alone = (median(column) * 1000 for column in zip(*taken, strict=True))
    print(
        f"{number:>7,} projects, {characters:>3} characters: one changed project {whole:.0f} ms, "
        f"of which rows and columns {alone:.0f} ms; the slowest of {len(taken)} {max(taken)[0] * 1000:.0f} ms",
        flush=True,
    )


# --- Agreement ----------------------------------------------------------------------------------------------


def agreement(portraits: list[Portrait], topics: list[Topic], what: str) -> None:
    """The lists beside those of the model in double precision over all pairs."""
    wanted = exact(portraits, topics)
    for way, whole in (("all pairs", len(portraits)), ("candidates", 0)):
        neighbours.WHOLE = whole
        found = build(portraits, topics, shares=Shares()).suggestions()
        total = sum(map(len, wanted.values()))
        places = sum(one == two for id in found for one, two in zip(wanted[id], found[id], strict=False))
        members = sum(len(set(found[id]) & set(wanted[id])) for id in found)
        print(
            f"{len(portraits):>7,} projects, {what}, {way}: {members / total:.1%} of the suggestions and "
            f"{places / total:.1%} of their places as in the exact model",
            flush=True,
        )


def exact(portraits: list[Portrait], topics: list[Topic]) -> dict[str, list[str]]:
    """The model once more, straight from its formulas: every pair, double precision, nine decimals."""
    _, likeness = read(portraits, Scheme(topics), Shares())
    likeness, numbers = likeness.with_halves(), np.arange(len(portraits))
    like = np.zeros((likeness.size, likeness.size))
    for kind in Kind:
        if (part := likeness.part(kind, numbers)) is not None:
            like += part.toarray()
    np.fill_diagonal(like, 0)
    order = np.argsort(-like, axis=1, kind="stable")[:, : reach(len(like))]
    steps = np.zeros_like(like)
    np.put_along_axis(steps, order, np.take_along_axis(like, order, axis=1) ** SHARPNESS, axis=1)
    totals = steps.sum(axis=1, keepdims=True)
    bridges = sparse.csr_matrix(np.divide(steps, totals, where=totals > 0, out=steps)) @ (
        like + np.eye(len(like))
    )
    near = like * (1 - WALK) + (bridges + bridges.T) * (WALK / 2)
    np.fill_diagonal(near, 0)
    crowd = np.sort(near, axis=1)[:, -min(10, max(3, len(near) // 20)) :].mean(axis=1)
    near[Exclusions(portraits).rows(numbers).toarray() > 0] = 0
    scores = near - correction(len(near)) * (crowd[:, np.newaxis] + crowd)
    kept = np.argsort(-np.where(near > 0, scores, -np.inf), axis=1, kind="stable")[:, :1000]
    mask = np.zeros(near.shape, bool)
    np.put_along_axis(mask, kept, True, axis=1)
    rows, columns = np.nonzero(mask & (near > 0))
    exposure.PRECISION = 9
    found = exposure.lists(sparse.csr_matrix((scores[rows, columns], (rows, columns)), shape=near.shape), 10)
    exposure.PRECISION = 6
    return {
        portrait.id: [portraits[other].id for other in others]
        for portrait, others in zip(portraits, found, strict=True)
    }


def agreements(folder: Path | None) -> None:
    for characters in (0, 300):
        agreement(*town(5_000, characters), f"invented, {characters} characters")
    if folder:
        topics, portraits = read_topics(folder / "topics.jsonl"), read_portraits(folder / "projects.jsonl")
        portraits.sort(key=lambda portrait: portrait.id)
        agreement(portraits, topics, "real texts")
        agreement(crossed(portraits, 5_000), topics, "real texts crossed with each other")


def crossed(portraits: list[Portrait], number: int) -> list[Portrait]:
    """More projects than there are: the first half of one text and the second of another, the topics of both."""
    random, found = Random(7), []
    for place in range(number):
        one, other = random.choice(portraits), random.choice(portraits)
        text = one.text[: len(one.text) // 2] + other.text[len(other.text) // 2 :]
        topics = tuple(sorted({*one.topics, *other.topics}))
        found.append(Portrait(f"x{place:05}", one.title, text, topics, one.organisations[:2]))
    return found


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
    parser.add_argument("--short", action="store_true")
    parser.add_argument("--agreement", nargs="?", type=Path, const=Path(), metavar="FOLDER")
    parser.add_argument("--quality", type=Path, metavar="FOLDER")
    parser.add_argument("--one", nargs=3, type=int, help=argparse.SUPPRESS)
    parser.add_argument("--edit", nargs=2, type=int, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.quality:
        quality(arguments.quality)
    elif arguments.agreement is not None:
        agreements(arguments.agreement if (arguments.agreement / "topics.jsonl").exists() else None)
    elif arguments.one:
        measure(*arguments.one)
    elif arguments.edit:
        edit(*arguments.edit)
    else:
        _in_processes(arguments.short, arguments.large)


def _in_processes(short: bool, large: bool) -> None:
    """Each in a process of its own, so that each has its own peak of memory."""
    sizes = [(1_000, 0, 3), (1_000, 300, 3), (10_000, 0, 3), (10_000, 300, 1)] + [(100_000, 0, 1)] * large
    edits = [(10_000, 0), (10_000, 300)]
    if short:
        sizes, edits = [(1_000, 0, 1), (10_000, 0, 1)], [(10_000, 0)]
    steps = [("--one", size) for size in sizes] + [("--edit", size) for size in edits]
    for option, size in steps:
        subprocess.run([sys.executable, "-m", "bench.matching", option, *map(str, size)], check=True)


if __name__ == "__main__":
    main()
