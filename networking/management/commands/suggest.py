"""manage.py suggest: whom every project should meet, for the projects of the database or those of a file."""

from argparse import ArgumentTypeError
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from networking.errors import ImportRefused
from networking.matching import files
from networking.matching.likeness import Shares
from networking.matching.model import build
from networking.services import suggestions


def _from(least: int):
    """Argument type: a whole number not below `least`."""

    def number(text: str) -> int:
        if not text.isdecimal() or int(text) < least:
            raise ArgumentTypeError(_("a whole number from %(least)d on is needed.") % {"least": least})
        return int(text)

    return number


class Command(BaseCommand):
    help = (
        "Recompute whom every project should meet. With --projects, --topics and --out, projects and topics are read "
        "from files (one JSON object a line: id, title, text, topics, organisations; id, label, broader), the "
        'rankings written to a file ({"id", "ranking"} a line), and the database is not touched.'
    )

    def add_arguments(self, parser):
        parser.add_argument("--projects", type=Path, metavar="FILE.jsonl")
        parser.add_argument("--topics", type=Path, metavar="FILE.jsonl")
        parser.add_argument("--out", type=Path, metavar="RANKING.jsonl")
        parser.add_argument("--k", type=_from(1), default=10, help="the length of a list (default: 10)")
        parser.add_argument(
            "--chars", type=_from(0), help="take this many characters of each text (0: titles)"
        )

    def handle(self, *, projects, topics, out, k, chars, **options):
        files_given = [projects, topics, out]
        if all(files_given):
            self._rank(projects, topics, out, k, chars)
        elif any(files_given) or chars is not None:
            raise CommandError(_("--projects, --topics and --out belong together; --chars needs them."))
        else:
            self._recompute(k)

    def _rank(self, projects, topics, out, k, chars):
        try:
            portraits, vocabulary = files.read_portraits(projects, chars), files.read_topics(topics)
        except ImportRefused as refusal:
            raise CommandError("\n".join(refusal.faults)) from refusal
        for doubt in files.doubts(portraits, vocabulary):
            self.stderr.write(doubt)
        found = build(portraits, vocabulary, shares=Shares(), progress=self._tell).suggestions(k)
        try:
            files.write_rankings(out, [(portrait.id, found[portrait.id]) for portrait in portraits])
        except OSError as error:
            raise CommandError(
                _("%(file)s cannot be written: %(error)s") % {"file": out, "error": error}
            ) from error
        self.stdout.write(_("%(count)d projects ranked: %(file)s") % {"count": len(portraits), "file": out})

    def _recompute(self, k):
        tally = suggestions.recompute(k, progress=self._tell)
        counts = _(
            "%(projects)d projects: %(new)d suggestions new, %(changed)d changed, %(gone)d gone, %(same)d kept."
        )
        self.stdout.write(counts % vars(tally))

    def _tell(self, step, done, total):
        """A line for about every tenth."""
        if done == total or done % max(1, total // 10) == 0:
            self.stdout.write(f"{self._steps()[step]}: {done} / {total}")

    def _steps(self):
        return {"likeness": _("Compared"), "nearness": _("Neighbours asked"), "reasons": _("Reasons written")}
