"""What a meeting of two parties is worth, and who may not meet."""

from events.scheduling.problem import Pair, Problem, Wish, pair

HEAVIEST = 2000  # both say "must"
SUGGESTED = 150  # nobody asked, the matching model suggests it with full strength
MUTUAL = {
    (Wish.MUST, Wish.MUST): HEAVIEST,
    (Wish.LIKE, Wish.MUST): 1414,  # 2000 times the root of 1 times one half
    (Wish.LIKE, Wish.LIKE): 1000,
}
ONE_SIDED = {Wish.MUST: 500, Wish.LIKE: 250}


def worth(problem: Problem) -> dict[Pair, int]:
    """The pairs somebody wishes and nobody refuses; a mutual wish counts four times a one-sided one."""
    refused, parties, found = barred(problem), set(problem.parties), {}
    for one, other in sorted(problem.wishes):
        both = pair(one, other)
        if both in refused or both in found or one == other or not parties.issuperset(both):
            continue
        said = sorted(wish for wish in (problem.wishes.get(both), problem.wishes.get(both[::-1])) if wish)
        found[both] = MUTUAL[said[0], said[1]] if len(said) > 1 else ONE_SIDED[said[0]]
    return found


def weights(problem: Problem) -> dict[Pair, int]:
    """The wished pairs at their worth and below them the suggested ones, which only fill what wishes leave open."""
    refused, parties, found = barred(problem), set(problem.parties), worth(problem)
    for (one, other), strength in sorted(problem.suggestions.items()):
        both = pair(one, other)
        if both not in refused and one != other and parties.issuperset(both):
            found.setdefault(both, max(round(SUGGESTED * min(strength, 1)), 1))
    return dict(sorted(found.items()))


def barred(problem: Problem) -> set[Pair]:
    """Pairs that never meet: one side said no, or the organisers' rules keep them apart."""
    return {pair(*both) for both in problem.forbidden} | {
        pair(*both) for both, wish in problem.wishes.items() if wish == Wish.NO
    }
