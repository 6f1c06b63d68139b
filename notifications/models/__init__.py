from notifications.models.bounce import Bounce, Suppression
from notifications.models.link_request import LinkRequest
from notifications.models.message import Message
from notifications.models.newsletter import Issue, IssueLink, IssueVersion, MeantReader
from notifications.models.planned_mail_run import PlannedMailRun
from notifications.models.subscription import (
    AskedAddress,
    ConsentEvent,
    ConsentLedger,
    ReaderFile,
    Subscription,
)
from notifications.models.transport import CompiledMail, Transport

__all__ = [
    "AskedAddress",
    "Bounce",
    "CompiledMail",
    "ConsentEvent",
    "ConsentLedger",
    "Issue",
    "IssueLink",
    "IssueVersion",
    "LinkRequest",
    "MeantReader",
    "Message",
    "ReaderFile",
    "PlannedMailRun",
    "Subscription",
    "Suppression",
    "Transport",
]
