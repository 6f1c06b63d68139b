"""What the network's editors say about suggestions. It counts from the next run on."""

from django.db import transaction

from networking.enums import PairRuleKind, Source
from networking.models import PairRule, Person, Project, Topic, TopicWeight
from networking.services import audit


@transaction.atomic
def rule_pair(project: Project, other: Project, kind: str, *, reason: str, actor: Person) -> PairRule:
    """Show `other` first to `project`, or hide the two from each other (`PairRuleKind`). The last word counts."""
    if kind == PairRuleKind.HIDDEN:
        PairRule.objects.filter(project=other, other=project, kind=PairRuleKind.PINNED).delete()
    values = {"kind": kind, "reason": reason, "by": actor}
    rule, _created = PairRule.objects.update_or_create(project=project, other=other, defaults=values)
    audit.record(f"suggestion.{kind}", project, actor=actor, source=Source.ORGANISER)
    return rule


@transaction.atomic
def release_pair(rule: PairRule, *, actor: Person) -> None:
    """Let the pair be as the model sees it again."""
    audit.record("suggestion.release", rule.project, actor=actor, source=Source.ORGANISER)
    PairRule.objects.filter(pk=rule.pk).delete()


@transaction.atomic
def weigh_topic(topic: Topic, steps: int, *, actor: Person) -> None:
    """Let a topic say more (above zero) or less, in steps of a tenth; zero leaves it to its frequency."""
    if steps:
        values = {"steps": steps, "by": actor}
        TopicWeight.objects.update_or_create(topic=topic, defaults=values)
    else:
        TopicWeight.objects.filter(topic=topic).delete()
    audit.record("topic.weigh", topic, actor=actor, source=Source.ORGANISER)
