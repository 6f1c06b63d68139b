"""What nobody should have to watch by hand: where things stand, who reads events, what the README names."""

import ast
import importlib
import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.dispatch import Signal

ROOT = Path(settings.BASE_DIR)
PACKAGES = ("backend", "notifications", "events", "networking")
DOORS = ("views", "api", "management", "templatetags", "receivers", "tasks", "forms", "exports", "admin")
LOCK_FILES = ("requirements.txt", "requirements-dev.txt", "requirements-node.txt", "package-lock.json")

# Facts that are told though nobody listens yet, and why.
HEARD_BY_NOBODY = {
    "event_published": "the newsletter and the people of its topics will hear it",
    "event_changed": "whoever follows a topic will hear it; people registered hear `event_moved`",
}

# Readings of events in doors that the chain itself does not narrow, and why they are safe.
READ_OTHERWISE = {
    "events/views/feeds.py _event_for": "both readings made of it are narrowed by visible_to",
}
NARROWED = {"visible_to", "managed_by", "overseen_by", "public"}

# Modules that only declare; `screenshots` takes pictures, which people look at.
DECLARATIONS = {
    "screenshots",
    "__init__",
    "apps",
    "urls",
    "account_urls",
    "enums",
    "errors",
    "signals",
    "settings",
    "wsgi",
    "formats",
}
# Modules whose promise is tested where it is kept: the test file of the service or page that uses them.
TESTED_ELSEWHERE = {
    "events/services/coming.py": "tests/events/views/test_coming.py",
    "events/meetings.py": "tests/events/views/test_my_meetings.py",
    "events/forms/meetings.py": "tests/events/views/test_my_meetings.py",
    "notifications/forms/planned_mails.py": "tests/notifications/views/test_planned_mails.py",
    "notifications/management/commands/poll_mailbox.py": "tests/notifications/services/test_mailbox.py",
    "networking/steering.py": "tests/networking/views/test_steering.py",
    "networking/forms/steering.py": "tests/networking/views/test_steering.py",
    "notifications/services/deputy_mails.py": "tests/events/services/test_deputy_requests.py",
    "events/api/schemas.py": "tests/events/api/test_events.py",
    "events/api/told.py": "tests/events/api/test_events.py",
    "networking/contacts.py": "tests/networking/views/test_network.py",
    "networking/forms/contact.py": "tests/networking/views/test_network.py",
    "events/views/meeting_people.py": "tests/events/test_attending.py",
    "notifications/services/introduction_mails.py": "tests/networking/services/test_introductions.py",
    "networking/queries.py": "tests/networking/test_directory.py",
    "events/drawings/card.py": "tests/events/views/test_cover.py",
    "networking/fonts.py": "tests/events/views/test_cover.py",
    "events/atom.py": "tests/events/views/test_news.py",
    "events/feed_offers.py": "tests/events/views/test_calendar_page.py",
    "events/forms/embed.py": "tests/events/views/test_embeds.py",
    "events/services/embeds.py": "tests/events/views/test_embeds.py",
    "events/calendar/fragments.py": "tests/events/services/test_fragments.py",
    "events/calendar/text.py": "tests/events/calendar/test_entries.py",
    "events/services/personal_feeds.py": "tests/events/views/test_feeds.py",
    "backend/demo_meetings.py": "tests/backend/test_demo.py",
    "backend/demo_newsletter.py": "tests/backend/test_demo.py",
    "backend/children.py": "tests/backend/management/commands/test_demo.py",
    "backend/forms.py": "tests/backend/views/test_barriers.py",
    "backend/journal.py": "tests/backend/views/test_dashboard.py",
    "backend/queries.py": "tests/backend/views/test_dashboard.py",
    "backend/services/barriers.py": "tests/backend/views/test_barriers.py",
    "backend/views/accounts.py": "tests/backend/test_sign_in.py",
    "events/forms/answer.py": "tests/events/views/test_invitations.py",
    "events/forms/invitation.py": "tests/events/views/test_guest_lists.py",
    "events/forms/over.py": "tests/events/views/test_seats.py",
    "events/forms/series.py": "tests/events/views/test_series.py",
    "events/forms/proposal.py": "tests/events/views/test_proposals.py",
    "events/forms/copy.py": "tests/events/views/test_drafts.py",
    "events/forms/deputy.py": "tests/events/views/test_deputies.py",
    "events/forms/visibility.py": "tests/events/views/test_visibility.py",
    "events/forms/team.py": "tests/events/views/test_team.py",
    "events/forms/attendee.py": "tests/events/views/test_attendees.py",
    "events/forms/columns.py": "tests/events/views/test_attendee_files.py",
    "events/forms/selection.py": "tests/events/views/test_selection.py",
    "events/forms/decision.py": "tests/events/views/test_attendees.py",
    "events/forms/filters.py": "tests/events/views/test_public.py",
    "events/forms/question.py": "tests/events/views/test_questions.py",
    "events/forms/pool.py": "tests/events/views/test_seats.py",
    "events/panel.py": "tests/events/views/test_seats.py",
    "events/services/pools.py": "tests/events/views/test_seats.py",
    "events/forms/registration.py": "tests/events/views/test_registration.py",
    "events/links.py": "tests/events/views/test_registration.py",
    "events/management/commands/import_events.py": "tests/events/services/test_event_import.py",
    "events/receivers.py": "tests/events/services/test_invitations.py",
    "events/services/adoption.py": "tests/events/services/test_invitations.py",
    "events/services/contact.py": "tests/events/services/test_registration.py",
    "events/services/import_columns.py": "tests/events/services/test_event_import.py",
    "events/services/ledger.py": "tests/events/services/test_registration.py",
    "events/services/programme.py": "tests/events/services/test_planning.py",
    "events/tasks.py": "tests/backend/test_clock.py",
    "events/templatetags/involved.py": "tests/networking/views/test_projects.py",
    "events/templatetags/questions.py": "tests/events/views/test_questions.py",
    "events/templatetags/seats.py": "tests/events/views/test_public.py",
    "events/views/calendar.py": "tests/events/views/test_calendar_page.py",
    "networking/forms/topic.py": "tests/networking/views/test_vocabulary.py",
    "networking/forms/files.py": "tests/networking/views/test_files.py",
    "networking/forms/member.py": "tests/networking/views/test_members.py",
    "networking/forms/welcome.py": "tests/networking/views/test_welcomes.py",
    "networking/forms/portrait.py": "tests/networking/views/test_portraits.py",
    "networking/forms/picture.py": "tests/events/views/test_pictures.py",
    "networking/portraits.py": "tests/networking/services/test_portraits.py",
    "networking/exports/network_files.py": "tests/networking/services/test_import_files.py",
    "networking/exports/skos.py": "tests/networking/services/test_import_files.py",
    "networking/services/skos_rows.py": "tests/networking/services/test_import_files.py",
    "networking/services/exchanges.py": "tests/networking/services/test_portraits.py",
    "networking/services/project_pictures.py": "tests/networking/views/test_portraits.py",
    "notifications/services/project_mails.py": "tests/networking/services/test_members.py",
    "networking/forms/polite.py": "tests/events/views/test_registration.py",
    "networking/forms/profile.py": "tests/networking/views/test_account.py",
    "networking/management/commands/import_projects.py": "tests/networking/services/test_project_import.py",
    "networking/services/import_act.py": "tests/networking/services/test_project_import.py",
    "networking/views/encodings.py": "tests/backend/test_middleware.py",
    "networking/services/import_cells.py": "tests/networking/services/test_import_rows.py",
    "networking/services/import_lists.py": "tests/networking/services/test_import_rows.py",
    "networking/services/import_tables.py": "tests/networking/services/test_import_rows.py",
    "networking/services/import_checks.py": "tests/networking/services/test_project_import.py",
    "networking/services/import_columns.py": "tests/networking/services/test_project_import.py",
    "networking/services/import_topics.py": "tests/networking/services/test_project_import.py",
    "networking/services/people.py": "tests/networking/views/test_account.py",
    "networking/tasks.py": "tests/backend/test_clock.py",
    "networking/views/private.py": "tests/events/views/test_registration.py",
    "notifications/access.py": "tests/notifications/views/test_outbox.py",
    "notifications/forms/subscriptions.py": "tests/notifications/views/test_subscriptions.py",
    "notifications/links.py": "tests/notifications/views/test_subscriptions.py",
    "notifications/queries.py": "tests/notifications/views/test_outbox.py",
    "notifications/receivers.py": "tests/notifications/services/test_outbox.py",
    "notifications/services/account_mails.py": "tests/notifications/services/test_outbox.py",
    "notifications/services/delivery/address.py": "tests/notifications/services/delivery/test_smtp.py",
    "notifications/services/delivery/claims.py": "tests/notifications/services/delivery/test_recovery.py",
    "notifications/services/delivery/drain.py": "tests/notifications/services/delivery/test_smtp.py",
    "notifications/services/delivery/outcomes.py": "tests/notifications/services/delivery/test_smtp.py",
    "notifications/services/delivery/reply.py": "tests/notifications/services/delivery/test_smtp.py",
    "notifications/services/delivery/transport.py": "tests/notifications/services/delivery/test_smtp.py",
    "notifications/services/delivery/wire.py": "tests/notifications/services/delivery/test_smtp.py",
    "notifications/services/delivery/backend.py": "tests/notifications/services/test_outbox.py",
    "notifications/services/delivery/journal.py": "tests/notifications/services/delivery/test_recovery.py",
    "notifications/services/decisions.py": "tests/notifications/views/test_sending.py",
    "notifications/services/event_mails.py": "tests/notifications/services/test_outbox.py",
    "notifications/services/team_mails.py": "tests/events/services/test_team.py",
    "notifications/services/invitation_mails.py": "tests/events/services/test_waves.py",
    "notifications/services/erasure.py": "tests/events/services/test_erasure.py",
    "notifications/services/marks.py": "tests/notifications/services/test_outbox.py",
    "notifications/services/organiser_mails.py": "tests/events/services/test_selection.py",
    "notifications/tasks.py": "tests/backend/test_clock.py",
    "notifications/forms/issues.py": "tests/notifications/views/test_issues.py",
    "notifications/exports.py": "tests/notifications/views/test_issue_sending.py",
    "notifications/management/commands/verify_consents.py": "tests/notifications/services/test_consents.py",
    "notifications/forms/audience.py": "tests/notifications/views/test_issue_audience.py",
    "notifications/services/newsletters/audience.py": "tests/notifications/views/test_issue_audience.py",
    "notifications/forms/readers.py": "tests/notifications/views/test_readers.py",
    "notifications/services/newsletters/clicks.py": "tests/notifications/views/test_issue_sending.py",
    "notifications/services/newsletters/progress.py": "tests/notifications/views/test_issue_sending.py",
    "notifications/services/newsletters/steering.py": "tests/notifications/views/test_issue_sending.py",
    "notifications/newsletter/blocks.py": "tests/notifications/views/test_issues.py",
    "notifications/newsletter/news.py": "tests/notifications/views/test_archive.py",
    "notifications/newsletter/palette.py": "tests/notifications/services/newsletters/test_checks.py",
    "notifications/newsletter/pieces.py": "tests/notifications/services/newsletters/test_sending.py",
    "notifications/services/newsletters/personal.py": "tests/notifications/services/newsletters/test_sending.py",
    "notifications/services/newsletters/previews.py": "tests/notifications/views/test_issue_previews.py",
    "notifications/management/commands/check_mail_dns.py": "tests/notifications/test_mail_dns.py",
    "notifications/templatetags/newsletter.py": "tests/notifications/views/test_issues.py",
}


def modules():
    """Our Python files, without migrations, relative to the root."""
    paths = [path for package in PACKAGES for path in (ROOT / package).rglob("*.py")]
    return [path.relative_to(ROOT) for path in sorted(paths) if "migrations" not in path.parts]


def doors():
    return [path for path in modules() if path.with_suffix("").parts[1] in DOORS]


@pytest.mark.parametrize("package", ["events", "networking"])
def test_every_fact_is_heard_by_somebody(package):
    signals = vars(importlib.import_module(f"{package}.signals"))

    unheard = {name for name, value in signals.items() if isinstance(value, Signal) and not value.receivers}

    assert unheard - set(HEARD_BY_NOBODY) == set()


def test_facts_listed_as_unheard_are_unheard():
    signals = vars(importlib.import_module("events.signals"))

    assert [name for name in HEARD_BY_NOBODY if signals[name].receivers] == []


def test_every_module_has_its_test():
    missing = []
    for path in modules():
        mirrored = Path("tests", *path.parts[:-1], f"test_{path.name}")
        tested = TESTED_ELSEWHERE.get(path.as_posix(), mirrored.as_posix())
        declares = path.stem in DECLARATIONS or {"models", "errors"} & set(path.parts)
        if not declares and not (ROOT / tested).exists():
            missing.append(path.as_posix())

    assert missing == []


def test_modules_listed_as_tested_elsewhere_exist_and_have_no_file_of_their_own():
    stale = [
        name
        for name in TESTED_ELSEWHERE
        if not (ROOT / name).exists()
        or (ROOT / "tests" / Path(name).parent / f"test_{Path(name).name}").exists()
    ]

    assert stale == []


@pytest.mark.parametrize("path", doors(), ids=str)
def test_doors_read_only_events_that_may_be_seen(path):
    tree = ast.parse((ROOT / path).read_text(encoding="utf-8"))

    wide = {f"{path.as_posix()} {name}" for name, chain in readings(tree) if not NARROWED & chain}

    assert wide == {place for place in READ_OTHERWISE if place.split()[0] == path.as_posix()}


def readings(tree):
    """For each `Event.objects…` of a file the function it stands in and the names called on it in one chain."""
    parents = {child: node for node in ast.walk(tree) for child in ast.iter_child_nodes(node)}
    for node in ast.walk(tree):
        if (
            isinstance(node, ast.Attribute)
            and node.attr == "objects"
            and getattr(node.value, "id", "") == "Event"
        ):
            chain, around = set(), node
            while isinstance(parents[around], ast.Attribute | ast.Call):
                if isinstance(around, ast.expr) and parents[around] in _arguments_of(around, parents):
                    break
                around = parents[around]
                chain.add(getattr(around, "attr", ""))
            while not isinstance(around, ast.FunctionDef | ast.Module):
                around = parents[around]
            yield getattr(around, "name", ""), chain


def _arguments_of(node, parents):
    """The call in which `node` is an argument: the chain ends there."""
    call = parents[node]
    return [call] if isinstance(call, ast.Call) and call.func is not node else []


def test_every_setting_stands_in_the_readme():
    places = [ROOT / "Makefile", ROOT / "tests" / "conftest.py", *(ROOT / path for path in modules())]
    used = {
        name
        for path in places
        for name in re.findall(r"\bMPI_[A-Z_]*[A-Z]\b", path.read_text(encoding="utf-8"))
    }
    named = set(re.findall(r"\bMPI_[A-Z_]*[A-Z]\b", (ROOT / "README.md").read_text(encoding="utf-8")))

    assert used - named == set()


def test_the_readme_names_no_setting_that_does_not_exist():
    places = [ROOT / "Makefile", *ROOT.glob("tests/**/*.py"), *(ROOT / path for path in modules())]
    text = "\n".join(path.read_text(encoding="utf-8") for path in places)
    named = set(re.findall(r"\bMPI_[A-Z_]*[A-Z]\b", (ROOT / "README.md").read_text(encoding="utf-8")))

    assert {name for name in named if name not in text} == set()


def test_no_file_is_named_for_nothing():
    nothing = {"utils", "util", "helpers", "helper", "common", "misc", "manager", "handlers"}

    assert [path for path in modules() if path.stem in nothing] == []


@pytest.mark.parametrize("name", LOCK_FILES)
def test_lock_files_name_no_registry(name):
    text = (ROOT / name).read_text(encoding="utf-8")
    addresses = re.findall(r"https?://\S+", text)

    assert [
        address
        for address in addresses
        if "github.com/sponsors" not in address and "opencollective" not in address
    ] == []


@pytest.mark.parametrize("name", [name for name in LOCK_FILES if name.endswith(".txt")])
def test_every_locked_package_has_a_hash(name):
    blocks = re.split(r"\n(?=\S)", (ROOT / name).read_text(encoding="utf-8").strip())

    assert [block.splitlines()[0] for block in blocks if "--hash=sha256:" not in block] == []


def test_imports_point_downwards():
    command = "from importlinter.cli import lint_imports_command; lint_imports_command()"

    answer = subprocess.run(
        [sys.executable, "-c", command, "--no-cache"], cwd=ROOT, capture_output=True, text=True
    )

    assert answer.returncode == 0, answer.stdout + answer.stderr
