"""What a sentence claims, in English and French: figures, force, negation, exceptions. Pure."""

from advisor.claims.comparing import altered, names_provision, unsupported
from advisor.claims.figures import Amount, amounts
from advisor.claims.force import Reading, read

__all__ = ["Amount", "Reading", "altered", "amounts", "names_provision", "read", "unsupported"]
