"""Tables of rights."""

from allostream.rights.models.facts import Fact, FactEvent, FactVoice, ProtectedProperty

__all__ = ["Fact", "FactEvent", "FactVoice", "ProtectedProperty"]
