from networking.models.api_token import ApiToken
from networking.models.audit import AuditEntry
from networking.models.call import FundingCall
from networking.models.edition import Edition
from networking.models.introduction import Introduction
from networking.models.organisation import Organisation
from networking.models.person import Person, RoleGrant
from networking.models.project import Grant, Project, ProjectMember
from networking.models.rate_limit import RateWindow
from networking.models.suggestion import Suggestion
from networking.models.taxonomy import FieldOfAction, Topic, TopicLabel, TransformationLine

__all__ = [
    "ApiToken",
    "AuditEntry",
    "Edition",
    "FieldOfAction",
    "FundingCall",
    "Grant",
    "Introduction",
    "Organisation",
    "Person",
    "Project",
    "ProjectMember",
    "RateWindow",
    "RoleGrant",
    "Suggestion",
    "Topic",
    "TopicLabel",
    "TransformationLine",
]
