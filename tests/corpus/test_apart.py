"""Reading in a process apart: what is limited, what a failure costs, and that the rest goes on."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from advisor.corpus.parsing.apart import Apart
from advisor.corpus.parsing.recognising import Format
from advisor.errors import SourceUnreadable

OPENING = """<Statute xml:lang="en"><Identification><Chapter><ConsolidatedNumber>F-1
</ConsolidatedNumber></Chapter></Identification><Body>"""
SECTION = "<Section><Label>{n}</Label><Text>Play fair, whoever plays: {n}.</Text></Section>"
posix_only = pytest.mark.skipif(sys.platform == "win32", reason="no limits on memory there")


@pytest.fixture
def apart() -> Iterator[Apart]:
    with Apart() as reader:
        yield reader


def act(path: Path, sections: int) -> Path:
    body = "".join(SECTION.format(n=n) for n in range(1, sections + 1))
    path.write_text(f"{OPENING}{body}</Body></Statute>", encoding="utf-8")
    return path


def nested(path: Path, times: int) -> Path:
    """A small file that gives much: each provision holds its own words and its children's."""
    inner = "<Paragraph>" * 20 + f"<Text>{'Be fair. ' * times}</Text>" + "</Paragraph>" * 20
    path.write_text(f"{OPENING}<Section><Label>1</Label>{inner}</Section></Body></Statute>")
    return path


def page(path: Path, words: str = "Be fair.") -> Path:
    path.write_text(f"<html lang='en'><main><h1>Code</h1><p>{words}</p></main></html>")
    return path


def refused(apart: Apart, path: Path) -> str:
    with pytest.raises(SourceUnreadable) as refusal:
        apart.read(path)
    assert refusal.value.path == path
    return refusal.value.reason


def test_what_a_file_holds_comes_back_whole(apart: Apart, tmp_path: Path) -> None:
    found = apart.read(act(tmp_path / "act.xml", 2))
    assert found.format is Format.JUSTICE and len(found.checksum) == 64
    assert found.instrument is not None
    assert [piece.locator for piece in found.instrument.pieces] == ["1", "2"]
    assert found.instrument.pieces[0].text == "Play fair, whoever plays: 1."
    read = apart.read(page(tmp_path / "page.html", "Soyez équitables."))
    assert read.pages is not None and read.pages.title == "Code"
    assert read.pages.blocks[-1].text == "Soyez équitables."


def test_a_page_gives_its_own_address_and_the_date_its_script_writes(
    apart: Apart, tmp_path: Path
) -> None:
    path = tmp_path / "page.html"
    path.write_text(
        "<html><head><link href='https://x.test/a?b=1&amp;c=2' rel='canonical'>"
        '<script>setup({preFooter: {dateModified: "2025-06-24"}})</script></head>'
        "<body><main><h1>Code</h1><p>Be fair to all.</p></main></body></html>"
    )
    found = apart.read(path)
    assert found.address == "https://x.test/a?b=1&c=2"
    assert found.pages is not None and found.pages.version == "2025-06-24"


def test_a_refusal_keeps_its_reason_and_the_child(apart: Apart, tmp_path: Path) -> None:
    (tmp_path / "a.xml").write_text("<Statute")
    assert refused(apart, tmp_path / "a.xml").startswith("malformed_xml")
    assert refused(apart, tmp_path / "none.xml").startswith("unreadable")
    assert refused(apart, tmp_path).startswith("unreadable")
    assert apart.read(page(tmp_path / "b.html")).pages is not None


def test_names_that_are_hard_to_write_are_read(apart: Apart, tmp_path: Path) -> None:
    assert apart.read(page(tmp_path / "Code d'éthique\n« 2025 ».html")).pages is not None


def test_a_file_that_takes_too_long_is_given_up_and_the_next_is_read(tmp_path: Path) -> None:
    with Apart(seconds=0.4) as apart:
        long = act(tmp_path / "long.xml", 30_000)
        assert refused(apart, long) == "took_too_long"
        assert apart.read(act(tmp_path / "short.xml", 2)).instrument is not None
        assert refused(apart, long) == "took_too_long"


@posix_only
def test_a_file_that_takes_too_much_memory_is_given_up_and_the_next_is_read(
    tmp_path: Path,
) -> None:
    with Apart(memory=70_000_000) as apart:
        apart.read(act(tmp_path / "short.xml", 2))
        assert refused(apart, nested(tmp_path / "nested.xml", 60_000)) == "took_too_much_memory"
        assert apart.read(act(tmp_path / "short.xml", 2)).instrument is not None


def test_a_file_that_gives_more_than_an_instrument_holds_is_refused(
    apart: Apart, tmp_path: Path
) -> None:
    assert refused(apart, nested(tmp_path / "nested.xml", 100_000)).startswith("too_large")


def test_many_files_pay_for_one_start(apart: Apart, tmp_path: Path) -> None:
    apart.read(act(tmp_path / "first.xml", 1))
    first = apart.process
    for n in range(20):
        apart.read(act(tmp_path / f"{n}.xml", 1))
    assert apart.process == first is not None
    apart.close()
    assert apart.process is None
