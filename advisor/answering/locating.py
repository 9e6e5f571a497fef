"""How a person reads a locator: "section 19.1", « paragraphe 4.2.13 »."""

from __future__ import annotations

from advisor.domain.sources import Passage, Source
from advisor.phrases import Phrases

_SECTIONED = ("statute", "regulation")


def locator_name(passage: Passage, source: Source, phrases: Phrases) -> str:
    """The name of the provision's place in its instrument, in the passage's language."""
    locator, language = passage.locator, passage.language
    if any(anchor.id == locator for anchor in source.anchors) or not any(
        character.isdigit() for character in locator
    ):
        return phrases.say("locator.anchor", language, heading=passage.heading)
    if locator.startswith("Sch."):
        return phrases.say("locator.schedule", language, number=locator.removeprefix("Sch."))
    section, colon, term = locator.partition(":")
    if colon:
        return phrases.say(
            "locator.definition", language, section=section, term=passage.heading or term
        )
    kind = "section" if source.kind in _SECTIONED else "clause"
    return phrases.say(f"locator.{kind}", language, locator=locator)
