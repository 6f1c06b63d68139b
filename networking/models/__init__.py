from networking.models.api_token import ApiToken
from networking.models.audit import AuditEntry
from networking.models.call import FundingCall
from networking.models.edition import Edition
from networking.models.exchange import Exchange
from networking.models.import_file import ImportFile
from networking.models.introduction import Introduction, Opinion
from networking.models.organisation import Organisation
from networking.models.person import Person, RoleGrant
from networking.models.picture import Picture
from networking.models.project import Grant, Project, ProjectMember
from networking.models.project_contact import ProjectContact, ProjectLink
from networking.models.project_draft import ProjectDraft
from networking.models.rate_limit import RateWindow
from networking.models.steering import OptOut, PairRule, TopicWeight
from networking.models.suggestion import Showing, Suggestion
from networking.models.taxonomy import FieldOfAction, FormerSlug, Topic, TopicLabel, TransformationLine
from networking.models.welcome import Welcome, WelcomeSlot

__all__ = [
    "ApiToken",
    "AuditEntry",
    "Edition",
    "Exchange",
    "FieldOfAction",
    "FormerSlug",
    "FundingCall",
    "Grant",
    "ImportFile",
    "Introduction",
    "Opinion",
    "OptOut",
    "Organisation",
    "PairRule",
    "Person",
    "Picture",
    "Project",
    "ProjectContact",
    "ProjectDraft",
    "ProjectLink",
    "ProjectMember",
    "RateWindow",
    "RoleGrant",
    "Showing",
    "Suggestion",
    "Topic",
    "TopicLabel",
    "TopicWeight",
    "TransformationLine",
    "Welcome",
    "WelcomeSlot",
]
