"""Small problems for the planner's tests."""

from events.scheduling.problem import Problem, Wish


def make_problem(parties=4, slots=2, tables=2, wishes=None, **given):
    """Parties, slots and tables are numbered from 1; `wishes` may be a text such as "1>2! 2>1 3>4-"."""
    return Problem(
        parties=tuple(range(1, parties + 1)),
        slots=tuple(range(1, slots + 1)),
        tables=given.pop("at", {slot: tuple(range(1, tables + 1)) for slot in range(1, slots + 1)}),
        wishes=parsed(wishes) if isinstance(wishes, str) else wishes or {},
        **given,
    )


def parsed(text):
    """`1>2` would like, `1>2!` must, `1>2-` no."""
    kinds = {"!": Wish.MUST, "-": Wish.NO}
    found = {}
    for word in text.split():
        who, whom = word.rstrip("!-").split(">")
        found[int(who), int(whom)] = kinds.get(word[-1], Wish.LIKE)
    return found
