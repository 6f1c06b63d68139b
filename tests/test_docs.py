"""What the documents name exists: whoever follows them finds every file."""

import re
from itertools import product
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
DOCUMENTS = ["README.md", "CONTRIBUTING.md", *sorted(f"docs/{path.name}" for path in ROOT.glob("docs/*.md"))]
FOLDERS = (
    "backend",
    "bench",
    "deploy",
    "docs",
    "events",
    "networking",
    "notifications",
    "templates",
    "tests",
    ".ci",
)
_PATH = re.compile(r"(?<![\w/<.])(?:" + "|".join(map(re.escape, FOLDERS)) + r")/[\w.{},/-]+")
_LINK = re.compile(r"\]\(([^)#:\s]+)(?:#[^)\s]*)?\)")


def named(document):
    """Paths from the project's folder that stand in the document, `{a,b}` written out."""
    text = (ROOT / document).read_text(encoding="utf-8")
    code = re.findall(r"`([^`\n]+)`", text)
    return {
        path for piece in code for found in _PATH.findall(piece) for path in written_out(found.rstrip(".,"))
    }


def written_out(path):
    parts = re.split(r"\{([^}]*)\}", path)
    choices = [part.split(",") if number % 2 else [part] for number, part in enumerate(parts)]
    return {"".join(choice) for choice in product(*choices)}


@pytest.mark.parametrize("document", DOCUMENTS)
def test_every_file_a_document_names_exists(document):
    assert sorted(path for path in named(document) if not (ROOT / path).exists()) == []


@pytest.mark.parametrize("document", DOCUMENTS)
def test_every_link_of_a_document_leads_to_a_file(document):
    links = _LINK.findall((ROOT / document).read_text(encoding="utf-8"))

    assert sorted(link for link in links if not ((ROOT / document).parent / link).exists()) == []


def test_names_in_braces_are_written_out():
    assert written_out("a/{b,c}.py") == {"a/b.py", "a/c.py"}
    assert len(named("docs/architecture.md")) > 20
