"""What every value of the domain is made of."""

from __future__ import annotations

from enum import StrEnum

from pydantic import BaseModel, ConfigDict, model_validator


class Value(BaseModel):
    """A frozen value without surprises: unknown fields are refused, equality is by content."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Language(StrEnum):
    """The two official languages."""

    EN = "en"
    FR = "fr"

    @property
    def other(self) -> Language:
        """The other official language."""
        return Language.FR if self is Language.EN else Language.EN


class Bilingual(Value):
    """One thing said in both languages; neither is ever empty."""

    en: str
    fr: str

    @model_validator(mode="after")
    def _both(self) -> Bilingual:
        if not (self.en.strip() and self.fr.strip()):
            raise ValueError("both languages are required")
        return self

    def to(self, language: Language) -> str:
        """The text in `language`."""
        return self.fr if language is Language.FR else self.en


class BilingualList(Value):
    """The same list in both languages: equally long, item for item."""

    en: tuple[str, ...] = ()
    fr: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _paired(self) -> BilingualList:
        if len(self.en) != len(self.fr):
            raise ValueError(f"{len(self.en)} items in English, {len(self.fr)} in French")
        return self

    def to(self, language: Language) -> tuple[str, ...]:
        """The items in `language`."""
        return self.fr if language is Language.FR else self.en


class Questions(Value):
    """Ways of asking, written in each language by itself: the two lists need not match."""

    en: tuple[str, ...]
    fr: tuple[str, ...]

    def to(self, language: Language) -> tuple[str, ...]:
        """The ways of asking in `language`."""
        return self.fr if language is Language.FR else self.en
