"""Who may do what: one question, `can(actor, verb, object)`, answered by rules each floor registers."""

from collections.abc import Callable
from typing import Any

from networking.enums import Role

Rule = Callable[[Any, Any], bool]
_rules: dict[str, Rule] = {}


def rule(verb: str) -> Callable[[Rule], Rule]:
    """Register the decorated `(actor, object) -> bool` as the answer for `verb`."""

    def register(function: Rule) -> Rule:
        if verb in _rules:
            raise ValueError(f"Two rules for {verb}")
        _rules[verb] = function
        return function

    return register


def can(actor, verb: str, obj=None) -> bool:
    """Whether `actor` (a Person or AnonymousUser) may `verb` the object.

    Raises KeyError for a verb nobody registered: a forgotten rule must not pass as "no" in silence.
    """
    return bool(actor.is_authenticated and actor.is_active and _rules[verb](actor, obj))


def has_role(actor, *roles: Role) -> bool:
    """Whether `actor` holds one of the roles for the whole house. Read once per actor object."""
    if not actor.is_authenticated:
        return False
    if not hasattr(actor, "_roles"):
        actor._roles = set(actor.role_grants.values_list("role", flat=True))
    return bool(actor._roles.intersection(roles))


@rule("network.edit")
def _edits_network(actor, _obj) -> bool:
    return has_role(actor, Role.NETWORK_EDITOR)


@rule("organise.enter")
def _enters_organisers_pages(actor, _obj) -> bool:
    """Whoever holds any role of the house."""
    return has_role(actor, *Role)


@rule("project.edit")
def _edits_project(actor, project) -> bool:
    """Its page, picture and team: the project's own people and the network's editors."""
    return _is_member(actor, project) or has_role(actor, Role.NETWORK_EDITOR)


@rule("project.classify")
def _classifies_project(actor, _project) -> bool:
    """How the Masterplan sorts it, whether it is completed, and taking it off the website."""
    return has_role(actor, Role.NETWORK_EDITOR)


@rule("project.leave")
def _leaves_project(actor, project) -> bool:
    return _is_member(actor, project)


def _is_member(actor, project) -> bool:
    """Whether they belong to its team. All teams are read once per actor object."""
    if not hasattr(actor, "_project_keys"):
        actor._project_keys = set(actor.memberships.values_list("project_id", flat=True))
    return project.pk in actor._project_keys


@rule("suggestions.read")
def _reads_suggestions(actor, project) -> bool:
    """The project's own people and the network's editors."""
    return has_role(actor, Role.NETWORK_EDITOR) or _is_member(actor, project)
