"""The tables of recognition, one module a noun."""

from recognition.models.kudos import CompanyValue, Kudos, KudosReaction, KudosReceiver, KudosReply

__all__ = ["CompanyValue", "Kudos", "KudosReaction", "KudosReceiver", "KudosReply"]
