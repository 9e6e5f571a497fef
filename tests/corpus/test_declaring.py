"""Entries written into a department's own registry."""

from __future__ import annotations

from pathlib import Path

import pytest

from advisor.corpus.declaring import anchors_for, declare, entry, headings_without_number
from advisor.corpus.parsing.blocks import Block, Kind
from advisor.corpus.registry import read_sources
from advisor.domain.sources import Source
from advisor.errors import CorpusError

OURS = """# ours
sources:
    - id: a.b
      kind: paper
      title: {en: A, fr: B}  # both
      url: {en: "https://a.test", fr: "https://b.test"}
"""


def source(id: str = "town.code", **more: object) -> Source:
    five_lines = {
        "id": id,
        "kind": "departmental_code",
        "title": {"en": "Code: of the Town", "fr": "Code de la « ville »"},
        "url": {"en": "https://town.test/code", "fr": "https://ville.test/code"},
        "documents": {"en": "code.pdf", "fr": ["code.docx", "code fr.docx"]},
    }
    return Source.model_validate(five_lines | more)


def test_five_lines_declare_a_source() -> None:
    found = source()
    assert len(entry(found).rstrip().splitlines()) == 5
    assert found.short == found.title and found.publisher.fr == "ville.test"
    assert (found.authority, found.licence, found.status) == (3, "crown", "in_force")
    assert found.documents.en == ("code.pdf",)
    assert source(kind="guidance").authority == 4 and source(kind="paper").authority == 5
    assert source(authority=2, licence="ogl-canada").authority == 2


def test_an_entry_is_added_beside_what_people_wrote(tmp_path: Path) -> None:
    path = tmp_path / "registry.yaml"
    path.write_text(OURS)
    anchors = anchors_for(["Before you play", "Gifts"], ["Avant de jouer", "Cadeaux"])
    added = source(anchors=anchors, organisation="town")
    assert declare(tmp_path, [added]) == path
    found = read_sources(tmp_path)
    assert found["town.code"] == added and set(found) == {"a.b", "town.code"}
    assert path.read_text().startswith("# ours\n") and "# both" in path.read_text()
    assert [file.name for file in tmp_path.iterdir()] == ["registry.yaml"]


def test_a_registry_is_made_where_there_is_none(tmp_path: Path) -> None:
    declare(tmp_path / "corpus", [source(), source("town.guide")])
    assert set(read_sources(tmp_path / "corpus")) == {"town.code", "town.guide"}


def test_an_entry_that_stands_there_is_only_given_its_owner(tmp_path: Path) -> None:
    declare(tmp_path, [source()])
    declare(tmp_path, [source(organisation="town")])
    assert read_sources(tmp_path)["town.code"] == source(organisation="town")
    with pytest.raises(CorpusError, match=r"town\.code"):
        declare(tmp_path, [source(kind="guidance")])


def test_a_registry_that_cannot_be_read_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "registry.yaml"
    path.write_text("sources: [{id: x}]\n")
    with pytest.raises(CorpusError):
        declare(tmp_path, [source()])
    assert path.read_text() == "sources: [{id: x}]\n"


def test_headings_without_number_are_offered_once_in_order() -> None:
    blocks = [
        Block(Kind.HEADING, "Gifts", depth=2),
        Block(Kind.TEXT, "None."),
        Block(Kind.HEADING, "Scope", number="2", depth=2),
        Block(Kind.HEADING, "Before you play", depth=2),
        Block(Kind.HEADING, "GIFTS", depth=2),
    ]
    assert headings_without_number(blocks) == ("Gifts", "Before you play")


def test_headings_are_paired_only_where_there_are_as_many() -> None:
    (anchor,) = anchors_for(["Before you play!"], ["Avant de jouer"])
    assert (anchor.id, anchor.heading.fr) == ("before-you-play", "Avant de jouer")
    with pytest.raises(CorpusError):
        anchors_for(["a", "b"], ["c"])
