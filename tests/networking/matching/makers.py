"""Small houses of projects for the tests of matching."""

from networking.matching.likeness import Shares
from networking.matching.model import Model, build
from networking.matching.portrait import Portrait, Topic


def portrait(id, title="", text="", **fields) -> Portrait:
    return Portrait(id, title, text, **{name: tuple(value) for name, value in fields.items()})


def house(*portraits, topics=(), **options) -> Model:
    """A model of these portraits, weighed as for files."""
    return build(portraits, topics, **{"shares": Shares()} | options)


def strangers(number, start=0) -> list[Portrait]:
    """Projects that have nothing in common with anybody, so that weights have a meaning in small houses."""
    return [portrait(f"stranger-{start + n:02}", f"{chr(97 + n % 26) * 9}{n}x") for n in range(number)]


def tree(*pairs) -> list[Topic]:
    """Topics from (id, broader)."""
    return [Topic(id, label=f"label of {id}", broader=broader) for id, broader in pairs]
