"""The closed lists of feedback. Codes are stored; labels are shown."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class CaseState(models.TextChoices):
    WAITING = "waiting", _("Waiting")
    CONTACTED = "contacted", _("Contacted")
    RESOLVED = "resolved", _("Resolved")
    CLOSED = "closed", _("Closed")


class CaseMode(models.TextChoices):
    LIVE = "live", _("Live")
    HISTORY = "history", _("From before")


class End(models.TextChoices):
    """How a case ends. Each has its own line in the figures."""

    PUT_RIGHT = "put_right", _("Put right")
    NO_ANSWER = "no_answer", _("No answer from the customer")
    FINAL_ANSWER = "final_answer", _("Final answer")
    WITHDRAWN = "withdrawn", _("Withdrawn by the customer")
    NO_CASE = "no_case", _("No case")
    NOT_SAFE = "not_safe", _("Not safe to contact")
    COULD_NOT_REACH = "could_not_reach", _("Could not reach")
    BY_ACTION = "by_action", _("Answered by an action")
    DECIDED = "decided", _("Decided")
    MERGED = "merged", _("Merged")
    AS_IMPORTED = "as_imported", _("As imported")


class CustomerOutcome(models.TextChoices):
    RETAINED = "retained", _("Stayed")
    LOST = "lost", _("Lost")
    UNKNOWN = "unknown", _("Not known")


class Wish(models.TextChoices):
    """How the customer wants to hear from us."""

    CALL = "call", _("Call me")
    VISIT = "visit", _("Meet me")
    WRITE = "write", _("Write to me")
    NO_CONTACT = "no_contact", _("Do not contact me")


class SignalKind(models.TextChoices):
    COMPLAINT = "complaint", _("Complaint in words")
    SCORE = "score", _("Survey answer")
    CONTACT_ME = "contact_me", _("Asked to be contacted")


class SignalChannel(models.TextChoices):
    STAFF = "staff", _("Logged by staff")
    FORM = "form", _("Web form")
    SURVEY = "survey", _("Survey")
    API = "api", _("API")
    IMPORT = "import", _("Import")
    PHONE = "phone", _("Telephone")
    MAIL = "mail", _("E-mail")
    KIOSK = "kiosk", _("Kiosk")
    QR = "qr", _("QR code")


class ContactKind(models.TextChoices):
    """Kinds of contact point."""

    PHONE = "phone", _("Telephone")
    EMAIL = "email", _("E-mail")
    ADDRESS = "address", _("Postal address")


class RemovalReason(models.TextChoices):
    """Why a way to reach a customer is taken out."""

    NOT_THEIRS = "not_theirs", _("It belongs to somebody else")
    GONE = "gone", _("It does not exist any more")
    ASKED = "asked", _("They asked us to")
    MISTAKE = "mistake", _("It was entered by mistake")


class How(models.TextChoices):
    """How a contact was tried."""

    CALL = "call", _("Call")
    VISIT = "visit", _("Visit")
    WRITE = "write", _("Letter or e-mail")


class Outcome(models.TextChoices):
    """What came of a contact attempt."""

    REACHED = "reached", _("Spoke")
    VOICEMAIL = "voicemail", _("Left a message")
    NO_ANSWER = "no_answer", _("No answer")
    WRONG_DETAILS = "wrong_details", _("Wrong details")
    WROTE = "wrote", _("Wrote to them")


class ActingAs(models.TextChoices):
    LEADER = "leader", _("the leader")
    DEPUTY = "deputy", _("the deputy")
    RUNG = "rung", _("someone it reached")


class Feeling(models.TextChoices):
    BETTER = "better", _("Better")
    SAME = "same", _("The same")
    WORSE = "worse", _("Worse")
    NOT_SAID = "not_said", _("Did not say")


class PromiseKind(models.TextChoices):
    CALL_BY = "call_by", _("Call by")
    FIX_BY = "fix_by", _("Fix by")


class Word(models.TextChoices):
    """What the customer answers to our two questions."""

    YES = "yes", _("Yes")
    PARTLY = "partly", _("Partly")
    NO = "no", _("No")


class HandOverState(models.TextChoices):
    OFFERED = "offered", _("Offered")
    ACCEPTED = "accepted", _("Accepted")
    DECLINED = "declined", _("Declined")
    LAPSED = "lapsed", _("Lapsed")
    WITHDRAWN = "withdrawn", _("Taken back")


class ConcernState(models.TextChoices):
    SUGGESTED = "suggested", _("Suggested")
    CONFIRMED = "confirmed", _("Confirmed")


class ProposalState(models.TextChoices):
    PROPOSED = "proposed", _("Proposed")
    CONFIRMED = "confirmed", _("Confirmed")
    REFUSED = "refused", _("Refused")


class RecoveryKind(models.TextChoices):
    APOLOGY = "apology", _("Apology")
    FIX = "fix", _("Fix")
    REFUND = "refund", _("Refund")
    GOODWILL = "goodwill", _("Goodwill")


class RecoveryState(models.TextChoices):
    GIVEN = "given", _("Given")
    ASKED = "asked", _("Waiting for approval")
    REFUSED = "refused", _("Refused")


class QuestionKind(models.TextChoices):
    """What a question asks for. The scale of each stands in `rules.questions`."""

    NPS = "nps", _("How likely to recommend, 0 to 10")
    CSAT = "csat", _("How satisfied, 1 to 5")
    CES = "ces", _("How easy, 1 to 7")
    SCALE10 = "scale10", _("A number from 0 to 10")
    SCALE5 = "scale5", _("A number from 1 to 5")
    EMOTION = "emotion", _("How it felt, in faces")
    ATTITUDE = "attitude", _("How our people treated them, 1 to 5")
    SINGLE = "single", _("One of several")
    MULTIPLE = "multiple", _("Any of several")
    TEXT = "text", _("In your words")
    WISH = "wish", _("May we call you, and when?")
    CONTACT = "contact", _("How to reach them")


class ResponseState(models.TextChoices):
    """Only complete answers, and partial ones somebody really gave, count. Held ones wait for a person."""

    PARTIAL = "partial", _("Not finished")
    COMPLETE = "complete", _("Sent")
    HELD = "held", _("Held back")
    DROPPED = "dropped", _("Set aside")


class ResponseSource(models.TextChoices):
    """The door an answer came through."""

    INVITATION = "invitation", _("Private link")
    LINK = "link", _("Public link")
    QR = "qr", _("QR code")
    KIOSK = "kiosk", _("Kiosk")
    IMPORT = "import", _("Import")
    API = "api", _("API")


class HeldFor(models.TextChoices):
    """Why an answer on an open link waits for a person."""

    TRAP = "trap", _("It filled the box people do not see")
    QUICK = "quick", _("It came faster than anybody reads")
    MANY = "many", _("Too many came from one place")


class OpenLinkKind(models.TextChoices):
    LINK = "link", _("Public link")
    QR = "qr", _("QR poster")
    KIOSK = "kiosk", _("Kiosk")


class AskedBy(models.TextChoices):
    """How an occasion to ask a customer came about."""

    ONE = "one", _("One by one")
    LIST = "list", _("From a list")
    IMPORT = "import", _("From a file")
    API = "api", _("From a program")
    RULE = "rule", _("By a rule")
    TEST = "test", _("Test to myself")


class PassedOver(models.TextChoices):
    """Why somebody who could have been asked was not."""

    NO_ADDRESS = "no_address", _("No e-mail address known")
    BOUNCED = "bounced", _("Their address does not take mail")
    UNWILLING = "unwilling", _("Does not want to be asked")
    ASKED_LATELY = "lately", _("Asked not long ago")
    OPEN_CASE = "open_case", _("Has an open case")
    REHEARSAL = "rehearsal", _("The place still rehearses")
    ERASED = "erased", _("Their data were erased")
    TOO_LATE = "too_late", _("The occasion was too long ago")
    STOPPED = "stopped", _("Asking was stopped")


class SendingTrigger(models.TextChoices):
    CASE_CLOSED = "case_closed", _("When a case is closed")
    EVENT = "event", _("When a program reports an event")


class WhyDrawn(models.TextChoices):
    """Why an answer lies on a leader's desk."""

    OWN = "own", _("from your place")
    LOW = "low", _("unhappy, from your line")
    HIGH = "high", _("happy, from your line")
    ANY = "any", _("drawn from your line")


class Tone(models.TextChoices):
    LIKE = "like", _("Liked")
    DISLIKE = "dislike", _("Disliked")
    NEUTRAL = "neutral", _("Neither")


class TagState(models.TextChoices):
    """A theme on a comment: offered by the machine, applied, or refused by a person."""

    OFFERED = "offered", _("Offered")
    APPLIED = "applied", _("Applied")
    REFUSED = "refused", _("Refused")


class AlertKind(models.TextChoices):
    BURST = "burst", _("More unhappy customers than usual")
    HELP = "help", _("We need help here")


class AlertAnswer(models.TextChoices):
    """What a leader answers to an alert, in one tap."""

    COMING = "coming", _("I am coming")
    SENT_HELP = "sent_help", _("I sent help")
    OPENED = "opened", _("I opened a counter")
    NOT_NOW = "not_now", _("Not now, because")


class ResponsibilityReason(models.TextChoices):
    """Why this person holds a case."""

    RULE = "rule", _("by rule")
    ACCOUNT = "account", _("leader of the customer's account")
    PLACE_HEAD = "place_head", _("leader of the place")
    ABOVE_PLACE = "above_place", _("because the place has no leader")
    DEPARTMENT_HEAD = "department_head", _("head of the department")
    ABOVE_DEPARTMENT = "above_department", _("because the department has no leader")
    OWNER = "owner", _("because nobody else is left")
    CONFLICT = "conflict", _("because the case is about the owner")
    HAND_OVER = "hand_over", _("handed over")
    TAKE_OVER = "take_over", _("taken over")
    LEAVER = "leaver", _("because the previous leader left")
    SOMEONE_ELSE = "someone_else", _("because the customer asked for someone else")
    CONCERNED = "concerned", _("because the case is about the previous leader")
    IMPORTED = "imported", _("as imported")
    SAME_MATTER = "same_matter", _("because it joined a case")
