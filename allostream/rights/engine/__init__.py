"""The rules that answer whether a work may be watched freely in a country. No Django, no clock, no network.

Begin with `procedure.evaluate`. `law` holds the rules and terms as tables, `national`, `europe` and `unitedstates` each
country's own rule, `comparison` the term at home, `layers` what lies under and over the film, `routes` how ways to
freedom compete, `path` the steps to an answer, `sentences` every sentence that can be said.
"""

from allostream.rights.engine.answers import VERSION, Answer, Confidence, Status
from allostream.rights.engine.law import RULES, rules_of
from allostream.rights.engine.procedure import evaluate, evaluate_all
from allostream.rights.engine.states import EEA

# Countries with a rule of their own here; other members of the European Economic Area have the common rule.
COUNTRIES = (
    *("FR", "DE", "IT", "ES", "BE", "NL", "PL", "IE", "GB", "CH"),
    *("US", "CA", "AU", "NZ", "JP", "KR", "IN", "BR", "MX", "AR", "CN", "HK", "ZA"),
)

__all__ = [
    "COUNTRIES",
    "EEA",
    "RULES",
    "VERSION",
    "Answer",
    "Confidence",
    "Status",
    "evaluate",
    "evaluate_all",
    "rules_of",
]
