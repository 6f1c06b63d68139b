"""The columns of the three files that `manage.py import_projects` reads; docs/import.md explains them."""

from networking.enums import CircularEconomy
from networking.services.import_cells import (
    address,
    amount,
    day,
    day_or_month,
    exchanges,
    flag,
    line,
    links,
    long_slug,
    many,
    number,
    one_of,
    prose,
    slug,
)
from networking.services.import_rows import Column

TOPICS = [
    Column("slug", slug, required=True),
    Column("label_de", line(100), required=True),
    Column("label_en", line(100)),
    Column("broader", slug, empty=None),
    Column("synonyms", many(line(100)), empty=()),
    Column("synonyms_de", many(line(100)), empty=()),
    Column("synonyms_en", many(line(100)), empty=()),
    Column("note_de", prose(1000)),
    Column("note_en", prose(1000)),
]
PROJECTS = [
    Column("slug", long_slug, required=True),
    Column("title_de", line(200), required=True),
    Column("title_en", line(200)),
    Column("summary_de", prose(600)),
    Column("summary_en", prose(600)),
    Column("portrait_de", prose(10_000)),
    Column("portrait_en", prose(10_000)),
    Column("fields_of_action", many(slug), empty=()),
    Column("transformation_lines", many(slug), empty=()),
    Column("topics", many(slug), empty=()),
    Column("applicants", many(line(200)), empty=()),
    Column("circular_economy", one_of(CircularEconomy.values)),
    Column("is_completed", flag, empty=False),
    Column("report_url", address(300)),
    Column("website", address(200)),
    Column("grant_number", number, empty=None),
    Column("grant_starts_on", day, empty=None),
    Column("grant_ends_on", day, empty=None),
    Column("grant_amount", amount, empty=None),
    Column("offers", exchanges, empty=()),
    Column("seeks", exchanges, empty=()),
    Column("links", links, empty=()),
    Column("is_published", flag, empty=True),
]
CALLS = [
    Column("slug", long_slug, required=True),
    Column("title_de", line(200), required=True),
    Column("title_en", line(200)),
    Column("published_on", day_or_month, empty=(None, False)),
    Column("published_note", line(200)),
    Column("deadline_on", day, empty=None),
    Column("decided_on", day, empty=None),
    Column("submissions_more_than", number, empty=None),
    Column("funded", number, empty=None),
    Column("report_url", address(300)),
    Column("topics", many(slug), empty=()),
    Column("projects", many(long_slug), empty=()),
]
TABLES = {"topics": TOPICS, "projects": PROJECTS, "calls": CALLS}
