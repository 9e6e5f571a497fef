"""Instruments, their provisions, and the passages that show them."""

from __future__ import annotations

import hashlib
import re
from enum import StrEnum
from typing import Annotated, Any
from urllib.parse import urlsplit

from pydantic import AliasChoices, BeforeValidator, ConfigDict, Field, model_validator

from advisor.domain.values import Bilingual, Language, Value


class View(StrEnum):
    """How a provision is shown: the text itself, or our own summary of it."""

    OFFICIAL = "official"
    DIGEST = "digest"


class Anchor(Value):
    """A stable locator for a part of an unnumbered document, found by its heading."""

    id: str
    heading: Bilingual


class MaybeBilingual(Value):
    """A fact known in either language, both or neither."""

    en: str | None = None
    fr: str | None = None

    def to(self, language: Language) -> str | None:
        """The fact in `language`, if known."""
        return self.fr if language is Language.FR else self.en


class Sections(Value):
    """A run of sections, both ends included, when a source is a part of a larger instrument.

    Written `{from: "111", to: "122"}` in the registry.
    """

    start: str = Field(validation_alias=AliasChoices("from", "start"))
    end: str = Field(validation_alias=AliasChoices("to", "end"))


def _several(value: Any) -> Any:
    return (value,) if isinstance(value, str) else value


_Names = Annotated[
    tuple[str, ...], BeforeValidator(_several, json_schema_input_type=str | tuple[str, ...])
]


class Documents(Value):
    """The names of the files that bring a source, in each language: one name or several."""

    en: _Names = ()
    fr: _Names = ()

    def to(self, language: Language) -> tuple[str, ...]:
        """The names in `language`."""
        return self.fr if language is Language.FR else self.en


_AUTHORITY = {"statute": 1, "regulation": 2, "policy": 3, "directive": 3, "departmental_code": 3}
_AUTHORITY |= {"guidance": 4}
_LEAST_AUTHORITY = 5
_FILLED_IN = ("short", "publisher", "authority", "licence")


def _five_lines(schema: dict[str, Any]) -> None:
    """What `Source` fills in is not required of who writes an entry."""
    schema["required"] = [name for name in schema["required"] if name not in _FILLED_IN]


class Source(Value):
    """One instrument of the registry; five lines declare one (id, kind, title, url, documents).

    Left out, `short` is the title, `publisher` the host of the address, `authority` that of the
    kind (1 statute to 5 paper) and `licence` `crown`. `documents`: the files that bring it, where
    their content names no number. `organisation`: whose private document it is; nobody else sees
    it.
    """

    model_config = ConfigDict(json_schema_extra=_five_lines)

    id: str
    kind: str
    title: Bilingual
    short: Bilingual
    publisher: Bilingual
    url: Bilingual
    section_url: Bilingual | None = None
    version: MaybeBilingual = MaybeBilingual()
    authority: int
    applies_to: tuple[str, ...] = ()
    licence: str
    status: str = "in_force"
    counts_as: str | None = None
    justice: Bilingual | None = None
    sections: Sections | None = None
    tbs_id: int | None = None
    anchors: tuple[Anchor, ...] = ()
    documents: Documents = Documents()
    organisation: str | None = None

    @model_validator(mode="before")
    @classmethod
    def _filled_in(cls, data: Any) -> Any:
        if not isinstance(data, dict):
            return data
        authority = _AUTHORITY.get(str(data.get("kind")), _LEAST_AUTHORITY)
        filled: dict[str, Any] = {"authority": authority, "licence": "crown"}
        if isinstance(data.get("url"), dict):
            filled["publisher"] = {k: _host(str(url)) for k, url in data["url"].items()}
        if "title" in data:
            filled["short"] = data["title"]
        return filled | data

    @property
    def dotted(self) -> bool:
        """Whether `4.2` contains `4.2.13`: so in policies; in a statute 19.1 is no child of 19."""
        return self.justice is None and self.kind not in ("statute", "regulation")

    def address(self, locator: str, language: Language) -> str:
        """The official address of a provision; the only place that builds one."""
        section = re.split(r"[(:~]", locator, maxsplit=1)[0]
        if self.section_url is None or not section[:1].isdigit():
            return self.url.to(language)  # a schedule or a preamble has no page of its own
        return self.section_url.to(language).replace("{section}", section)


def _host(address: str) -> str:
    return urlsplit(address).hostname or address


class Passage(Value):
    """One view of one provision in one language.

    `text` is the provision's own words and its children's. `locator` is the number as the
    instrument prints it (`8(1)(a)`, `4.2.13`), or an anchor. `ancestors` are the locators that
    contain it, outermost first.
    """

    source_id: str
    locator: str
    language: Language
    view: View
    heading: str
    heading_path: tuple[str, ...] = ()
    ancestors: tuple[str, ...] = ()
    level: str = ""
    text: str
    version: str | None = None
    in_force: bool = True
    evidence: str = "T"
    url: str | None = None

    @property
    def provision(self) -> str:
        """`source#locator`: the same in both languages."""
        return f"{self.source_id}#{self.locator}"

    @property
    def id(self) -> str:
        """`source#locator@language/view`."""
        return f"{self.provision}@{self.language}/{self.view}"

    @property
    def counterpart_id(self) -> str:
        """The same view of the same provision in the other official language."""
        return f"{self.provision}@{self.language.other}/{self.view}"

    @property
    def checksum(self) -> str:
        """SHA-256 of the text, in hexadecimal."""
        return hashlib.sha256(self.text.encode()).hexdigest()


def passage_id(provision: str, language: Language, view: View) -> str:
    """The id of one view of `provision` (`source#locator`)."""
    return f"{provision}@{language}/{view}"


def covers(cited: str, locator: str, *, dotted: bool) -> bool:
    """Whether a citation of `cited` covers `locator`: itself, or one of its children.

    `dotted`: the instrument numbers children with points (`4.2` contains `4.2.13`).
    """
    if cited == locator:
        return True
    marks = "(:." if dotted else "(:"
    return locator.startswith(cited) and locator[len(cited)] in marks
