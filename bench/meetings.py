"""1:1 meetings measured: quality against the bound, seconds, and who is left out.

python -m bench.meetings            every size below, one seed each
python -m bench.meetings --short    200 parties, 12 slots, 60 tables only
python -m bench.meetings --seeds 5  more seeds of each

Everybody wishes about 15 others (a third of them "must"), popular parties exist, each is there in 85 % of the slots
and has eight suggestions of the matching model at random, as in the study that chose the method.
"""

import argparse
import time
from collections import Counter
from random import Random

from events.scheduling.faults import faults
from events.scheduling.planning import plan
from events.scheduling.problem import Problem, Wish
from events.scheduling.replanning import changes, replan

SIZES = {  # parties, slots, tables, wishes each, seed
    "200 parties, 60 tables": (200, 12, 60, 15, 3),
    "200 parties, 30 tables": (200, 12, 30, 15, 3),
    "100 parties, 6 slots, 25 tables": (100, 6, 25, 8, 4),
    "400 parties, 150 tables": (400, 12, 150, 15, 6),
}


def problem(parties: int, slots: int, tables: int, wishes: int, seed: int, there: float = 0.85) -> Problem:
    """Wishes follow likeness, popularity and chance; the same seed makes the same problem."""
    chance = Random(seed)
    likings = [[chance.random() for _ in range(6)] for _ in range(parties)]
    popular = [chance.random() ** 2 for _ in range(parties)]
    wished = {}
    for one in range(parties):
        drawn = {
            other: sum(a * b for a, b in zip(likings[one], likings[other], strict=True)) * 0.5
            + popular[other]
            + chance.random()
            for other in range(parties)
            if other != one
        }
        count = chance.randint(wishes // 2, wishes + wishes // 2)
        for rank, other in enumerate(sorted(drawn, key=drawn.__getitem__, reverse=True)[:count]):
            wished[one, other] = Wish.MUST if rank < count / 3 else Wish.LIKE
    away = {(one, slot) for one in range(parties) for slot in range(slots) if chance.random() >= there}
    suggested = {
        (one, other): 1.0
        for one in range(parties)
        for other in chance.sample([each for each in range(parties) if each != one], 8)
    }
    return Problem(
        parties=tuple(range(parties)),
        slots=tuple(range(slots)),
        tables={slot: tuple(range(tables)) for slot in range(slots)},
        wishes=wished,
        away=frozenset(away),
        suggestions=suggested,
    )


def main() -> None:
    parser = argparse.ArgumentParser(
        prog="bench.meetings", description="Measure the planner of 1:1 meetings."
    )
    parser.add_argument("--short", action="store_true")
    parser.add_argument("--seeds", type=int, default=1)
    options = parser.parse_args()
    for label, (*size, seed) in list(SIZES.items())[: 1 if options.short else None]:
        for number in range(options.seeds):
            _measure(label, problem(*size, seed + number * 10))


def _measure(label: str, asked: Problem) -> None:
    start, used = time.perf_counter(), time.process_time()
    made = plan(asked)
    seconds, used = time.perf_counter() - start, time.process_time() - used
    counts = Counter(party for each in made.meetings for party in each.pair)
    few = [sum(counts[party] < least for party in asked.parties) for least in (1, 2, 3)]
    print(
        f"{label:36}{100 * made.quality:7.2f} % of the bound  {seconds:6.2f} s ({used:.2f} s of processor)  "
        f"{len(made.meetings)} meetings, {few[0]} without, {few[1]} below 2, {few[2]} below 3, "
        f"{len(faults(asked, made.meetings))} faults"
    )
    gone = asked.parties[:: len(asked.parties) // 10]
    start = time.perf_counter()
    again = replan(asked, made.meetings, gone)
    seconds, found = time.perf_counter() - start, changes(made.meetings, again.meetings)
    print(
        f"{'':36}{len(gone)} gone: {len(found.kept)} kept, {len(found.moved)} moved, {len(found.dropped)} dropped, "
        f"{len(found.added)} added, {len(found.touched) - len(gone)} others touched, {len(again.short)} below 2, "
        f"{seconds:.2f} s"
    )


if __name__ == "__main__":
    main()
