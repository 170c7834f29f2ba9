"""The tables of feedback, one module a noun."""

from feedback.models.alert import Alert
from feedback.models.asking import AskingRules, Invitation, Occasion, OpenLink, Sending, SendingRule
from feedback.models.assignment import AssignmentRule
from feedback.models.case import OPEN, Case, Responsibility
from feedback.models.customer import Account, ContactPoint, Customer
from feedback.models.enquiry import Enquiry
from feedback.models.improvement import Improvement
from feedback.models.journey import Cause, Stage
from feedback.models.reading import Reading
from feedback.models.response import COUNTED, Answer, Response
from feedback.models.signal import Concern, Signal
from feedback.models.survey import Question, Survey, SurveyVersion
from feedback.models.text import Text
from feedback.models.theme import Judgement, TextTheme, Theme
from feedback.models.work import (
    Authority,
    ContactAttempt,
    CustomerWord,
    EndProposal,
    HandOver,
    Message,
    PlaceAction,
    Promise,
    Recovery,
    Wait,
)

__all__ = [
    "COUNTED",
    "OPEN",
    "Account",
    "Alert",
    "Answer",
    "AskingRules",
    "AssignmentRule",
    "Authority",
    "Case",
    "Cause",
    "Concern",
    "ContactAttempt",
    "ContactPoint",
    "Customer",
    "CustomerWord",
    "EndProposal",
    "Enquiry",
    "HandOver",
    "Improvement",
    "Invitation",
    "Judgement",
    "Message",
    "Occasion",
    "OpenLink",
    "PlaceAction",
    "Promise",
    "Question",
    "Reading",
    "Recovery",
    "Response",
    "Responsibility",
    "Sending",
    "SendingRule",
    "Signal",
    "Stage",
    "Survey",
    "SurveyVersion",
    "Text",
    "TextTheme",
    "Theme",
    "Wait",
]
