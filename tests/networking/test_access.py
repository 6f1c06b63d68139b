"""Who may do what: rules registered per verb, and the roles of the house."""

import pytest
from django.contrib.auth.models import AnonymousUser

from networking import access
from networking.enums import Role
from networking.models import Person
from tests.factories import make_organiser, make_person


@pytest.fixture(autouse=True)
def _own_rules(monkeypatch):
    """Rules made in a test end with it."""
    monkeypatch.setattr(access, "_rules", dict(access._rules))


def test_a_verb_nobody_registered_is_an_error_and_not_a_silent_no():
    with pytest.raises(KeyError):
        access.can(Person(is_active=True), "castle.storm")


def test_two_rules_for_one_verb_are_refused():
    access.rule("castle.storm")(lambda actor, obj: True)

    with pytest.raises(ValueError, match=r"Two rules for castle\.storm"):
        access.rule("castle.storm")(lambda actor, obj: False)


@pytest.mark.parametrize("actor", [AnonymousUser(), Person(is_active=False)])
def test_strangers_and_closed_accounts_may_nothing_whatever_the_rule_says(actor):
    access.rule("castle.storm")(lambda actor, obj: True)

    assert access.can(actor, "castle.storm") is False


def test_the_rule_gets_the_actor_and_the_object():
    access.rule("castle.storm")(lambda actor, obj: obj == "sandcastle")
    person = Person(is_active=True)

    assert (access.can(person, "castle.storm", "sandcastle"), access.can(person, "castle.storm")) == (
        True,
        False,
    )


@pytest.mark.django_db
def test_a_role_is_held_by_those_it_was_granted_to():
    editor, nobody = make_organiser(Role.NETWORK_EDITOR), make_person()

    held = [access.has_role(person, Role.NETWORK_EDITOR, Role.AUDITOR) for person in (editor, nobody)]

    assert held == [True, False]


@pytest.mark.django_db
def test_asking_for_roles_again_asks_the_database_once(django_assert_num_queries):
    editor = make_organiser(Role.NETWORK_EDITOR)

    with django_assert_num_queries(1):
        assert (access.has_role(editor, Role.AUDITOR), access.has_role(editor, Role.NETWORK_EDITOR)) == (
            False,
            True,
        )


@pytest.mark.django_db
@pytest.mark.parametrize("verb", ["network.edit", "organise.enter"])
def test_the_networks_editor_enters_and_edits_and_others_do_not(verb):
    assert (access.can(make_organiser(Role.NETWORK_EDITOR), verb), access.can(make_person(), verb)) == (
        True,
        False,
    )
