"""What a sentence claims, in English and French: figures, force, negation, exceptions. Pure."""

from advisor.claims.comparing import altered, names_provision, unsupported
from advisor.claims.exceptions import is_exception
from advisor.claims.figures import Amount, amounts
from advisor.claims.force import Reading, read

__all__ = [
    "Amount",
    "Reading",
    "altered",
    "amounts",
    "is_exception",
    "names_provision",
    "read",
    "unsupported",
]
