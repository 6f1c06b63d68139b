"""What holds for every address of the API: who enters, the shape of refusals, hostile input."""

import json
import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.urls import get_resolver
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from backend import api as root
from events.models import Event, Registration
from tests.factories import make_event

pytestmark = pytest.mark.django_db

SENDS = ["/api/v1/events/heat/registrations", "/api/v1/newsletter/subscriptions"]
READS = ["/api/v1/events", "/api/v1/projects", "/api/v1/topics", "/api/v1/openapi.json", "/api/v1/docs"]
PUBLIC = {
    "GET /events",
    "GET /events/{slug}",
    "POST /events/{slug}/registrations",
    "GET /projects",
    "GET /projects/{slug}",
    "GET /topics",
    "POST /newsletter/subscriptions",
}
PRIVATE = {"GET /projects/{slug}/suggestions"}


def operations():
    for bound in root.api._get_bound_routers():
        for path, view in bound.path_operations.items():
            for operation in view.operations:
                yield f"{operation.methods[0]} /{path.lstrip('/')}", operation


def post(client, path, body, content_type="application/json"):
    return client.post(path, body, content_type=content_type)


# --- who enters ------------------------------------------------------------------------------------------


def test_every_operation_says_whether_it_is_public():
    found = {name: bool(operation.auth_callbacks) for name, operation in operations()}

    assert found == dict.fromkeys(PUBLIC, False) | dict.fromkeys(PRIVATE, True)


@pytest.mark.parametrize("path", READS)
def test_public_addresses_answer_without_signing_in(client, path):
    assert client.get(path).status_code == 200


@pytest.mark.parametrize("path", READS)
def test_reading_sets_no_cookie(client, path):
    assert not client.get(path).cookies


def test_a_reader_may_ask_for_the_head_only(client):
    assert client.head("/api/v1/events").status_code == 200


def test_the_description_names_every_operation(client):
    description = client.get("/api/v1/openapi.json").json()

    named = {
        f"{method.upper()} {path.removeprefix('/api/v1')}"
        for path, methods in description["paths"].items()
        for method in methods
    }
    assert named == PUBLIC | PRIVATE


def test_the_documentation_has_no_inline_code_and_asks_nobody_else(client):
    page = client.get("/api/v1/docs").content.decode()

    assert (
        re.findall(r"<script(?![^>]*\bsrc=)(?![^>]*application/json)[^>]*>|<style|style=| on\w+=", page) == []
    )
    assert (
        re.findall(r"(?:src|<link rel=\"(?:stylesheet|icon|preload)\" href)=\"(?!/static/)[^\"]*\"", page)
        == []
    )
    assert "Content-Security-Policy" in client.get("/api/v1/docs").headers


def test_the_documentations_files_are_in_the_house(client):
    page = client.get("/api/v1/docs").content.decode()

    files = re.findall(r"(?:src|href)=\"/static/([^\"]+)\"", page)

    assert [name for name in files if not Path(finders.find(name) or "-").is_file()] == []


# --- refusals --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "path",
    ["/api/", "/api/v1/", "/api/v2/events", "/api/v1/events/", "/api/v1/events/none", "/api/v1/%F0%9F%98%80"],
)
def test_every_unknown_address_answers_the_same_json(client, path):
    answer = client.get(path)

    assert answer.status_code == 404
    assert answer.json() == {
        "code": "not_found",
        "detail": client.get("/api/nothing").json()["detail"],
    }
    assert answer.headers["Content-Type"] == "application/json; charset=utf-8"


@pytest.mark.parametrize("method", ["put", "patch", "delete"])
def test_a_method_nobody_serves_is_refused_with_those_that_are(client, method):
    answer = getattr(client, method)("/api/v1/events", "{}", content_type="application/json")

    assert (answer.status_code, answer.json()["code"]) == (405, "method_not_allowed")
    assert answer.headers["Allow"] == "GET"


@pytest.mark.parametrize("path", SENDS)
@pytest.mark.parametrize(
    "body", ["{", " ", "{'a': 1}", "\xff", "[" * 100_000, "9" * 5000, '{"a": 1}}'], ids=repr
)
def test_a_body_that_is_no_json_is_refused(client, path, body):
    make_event(slug="heat")

    answer = post(client, path, body)

    assert answer.status_code in (400, 422)
    assert answer.json()["code"] in ("bad_request", "invalid")


@pytest.mark.parametrize("path", SENDS)
@pytest.mark.parametrize("body", ["null", "[]", "[{}]", '"text"', "7", "true", "1e999", "NaN", "{}"])
def test_a_body_of_another_shape_is_refused(client, path, body):
    make_event(slug="heat")

    answer = post(client, path, body)

    assert answer.status_code == 422
    assert answer.json()["code"] == "invalid"


@pytest.mark.parametrize("path", SENDS)
@pytest.mark.parametrize(
    "content_type", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data", ""]
)
def test_only_json_is_taken(client, path, content_type):
    answer = client.generic("POST", path, b'{"email": "ada@example.org"}', content_type=content_type)

    assert (answer.status_code, answer.json()["code"]) == (415, "unsupported_media_type")


@pytest.mark.parametrize("path", SENDS)
def test_a_body_that_is_too_large_is_refused(client, path):
    make_event(slug="heat")

    answer = post(client, path, json.dumps({"email": "x" * 1_100_000}))

    assert (answer.status_code, answer.json()["code"]) == (413, "too_large")


@pytest.mark.parametrize("path", SENDS)
def test_sending_is_limited_per_client_and_reading_is_not(client, path, settings):
    settings.RATE_LIMITS = settings.RATE_LIMITS | {"api": "1/60"}
    post(client, path, "{}")

    refused, read = post(client, path, "{}"), client.get("/api/v1/events")

    assert (refused.status_code, refused.json()["code"]) == (429, "too_many_requests")
    assert 0 < int(refused.headers["Retry-After"]) <= 60
    assert read.status_code == 200


def test_a_forged_forwarding_header_does_not_lift_the_limit(client, settings):
    settings.RATE_LIMITS = settings.RATE_LIMITS | {"api": "1/60"}

    answers = [
        client.post(
            SENDS[1], "{}", content_type="application/json", headers={"X-Forwarded-For": f"192.0.2.{n}"}
        )
        for n in range(2)
    ]

    assert [answer.status_code for answer in answers] == [422, 429]


def test_a_refusal_does_not_repeat_what_was_sent(client):
    make_event(slug="heat")

    answer = post(client, SENDS[0], json.dumps({"given_name": ["<script>4711"], "email": "<script>4711"}))

    assert "4711" not in answer.content.decode()


def test_answers_are_kept_by_nobody(client):
    assert client.get("/api/v1/events").headers["Cache-Control"] == "no-store"


def test_every_address_of_the_api_stands_behind_the_door():
    patterns = [
        pattern.callback
        for resolver in get_resolver().url_patterns
        if str(resolver.pattern).startswith(("api/", "^api/"))
        for pattern in getattr(resolver, "url_patterns", [resolver])
    ]

    assert len(patterns) > 8
    assert {view.login_required for view in patterns} == {False}
    assert {view.__wrapped__ is not None for view in patterns} == {True}


# --- hostile input ---------------------------------------------------------------------------------------

texts = st.text(st.characters(), max_size=40) | st.sampled_from(
    [
        "\x00",
        "\ud800",
        "\u2028",
        "a" * 10_000,
        "ada@example.org",
        "' OR 1=1 --",
        "{{ 7*7 }}",
        "../../etc/passwd",
        "",
    ]
)
values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | texts,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(texts, inner, max_size=4),
    max_leaves=8,
)
NAMES = ["given_name", "family_name", "email", "organisation", "project", "category", "answers", "language"]
NAMES += ["consent_list", "topics", "formats"]
VALID = {"given_name": "Ada", "family_name": "Lovelace", "email": "ada@example.org"}
quietly = settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@pytest.fixture
def _no_limits(settings):
    settings.RATE_LIMITS = dict.fromkeys(settings.RATE_LIMITS, "0/1")


@pytest.mark.usefixtures("_no_limits")
@quietly
@given(
    entries=st.dictionaries(st.sampled_from(NAMES) | texts, values, max_size=6), path=st.sampled_from(SENDS)
)
def test_no_body_breaks_the_house(client, entries, path):
    if not Event.objects.filter(slug="heat").exists():
        make_event(slug="heat", capacity=None)

    answer = post(client, path, json.dumps(VALID | entries))

    assert answer.status_code in (201, 202, 400, 422)
    assert answer.status_code < 400 or set(answer.json()) >= {"code", "detail"}
    assert Registration.objects.count() <= 200


@quietly
@given(
    name=st.sampled_from(["format", "topic", "line", "field", "from", "to", "q", "limit", "offset", "lang"]),
    value=texts | st.integers().map(str) | st.dates().map(str) | st.datetimes().map(str),
    path=st.sampled_from(["/api/v1/events", "/api/v1/projects", "/api/v1/topics"]),
)
def test_no_query_breaks_the_house(client, name, value, path):
    answer = client.get(path, {name: value.encode("utf-8", "replace").decode()})

    assert answer.status_code in (200, 400, 422)


@quietly
@given(slug=texts)
def test_no_address_breaks_the_house(client, slug):
    slug = slug.encode("utf-8", "replace").decode()
    for path in ("events", "projects"):
        assert client.get(f"/api/v1/{path}/{slug.strip('/') or '-'}").status_code in (200, 400, 404)
