"""The pages of sources: listed, found, opened, addressed; private ones never; inert whatever."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import httpx
import pytest

from advisor.domain.sources import View
from advisor.domain.values import Language
from advisor.phrases import Phrases
from api.web.twin import in_lines
from tests.api.serving import served
from tests.web.fetch_axe import TARGET
from tests.web.reading import foreign, parsed
from tests.web.shelf import FR, passage, shelved, source
from tests.web.test_browser import FOREIGN, RULES, WIDTHS

if TYPE_CHECKING:
    from playwright.sync_api import Browser

LANGUAGES = ["en", "fr"]
SOURCES = [
    source("fair_act", "Fair Play Act", "statute"),
    source("play_rules", "Directive on Play"),
    source("old_rules", "Old Directive", "replaced", status="replaced"),
    source("papers", "Étude on Play", "paper", status="unread"),
    source("secret_code", "Secret Code", "departmental_code", organisation="cra"),
]
PASSAGES = [
    passage("play_rules#4", "Do 4.2.9 Share. 4.2.10 Wait.", heading="Duties"),
    passage(
        "play_rules#4",
        "Il faut 4.2.9 Partager.",
        heading="Devoirs",
        language=FR,
        version="2023-05-01",
    ),
    passage("play_rules#4.2.10", "Wait.", version="2024-01-31"),
    passage("play_rules#4.2.9", "Share.", version="2024-01-31"),
    passage("play_rules#4.2.9", "Partager.", language=FR, version="2023-05-01"),
    passage("play_rules#4.2.9", "You share.", heading="Sharing", view=View.DIGEST),
    passage("play_rules#4.2.9", "On partage.", heading="Partage", view=View.DIGEST, language=FR),
    passage("play_rules#9", "Only here.", heading="Alone"),
    passage("old_rules#1", "Never share.", heading="Old"),
    passage("secret_code#1", "Zorblatt only.", heading="Hush"),
]  # fmt: skip
PAGES = ["", "?q=play", "/play_rules", "/play_rules/4", "/play_rules/4.2.9", "/play_rules/9",
         "/old_rules", "/papers"]  # fmt: skip


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where the small service answers."""
    app = shelved(tmp_path_factory.mktemp("shelf"), SOURCES, PASSAGES)
    with served(app) as found:
        app.state.holder.get()
        yield found


@pytest.fixture(scope="module")
def reader(shelf: str) -> Iterator[httpx.Client]:
    """An HTTP client of the small service."""
    with httpx.Client(base_url=shelf, timeout=60) as found:
        yield found


def opened(reader: httpx.Client, path: str, language: str = "en") -> Any:
    """The tree of a page that is there, free of whatever is not ours."""
    response = reader.get(f"/sources{path}", params={**_query(path), "language": language})
    assert response.status_code == 200, response.text[:200]
    tree = parsed(response.text)
    assert tree.get("lang") == language and foreign(tree) == []
    assert not tree.xpath("//script")
    return tree


def _query(path: str) -> dict[str, str]:
    return dict(part.split("=") for part in path.partition("?")[2].split("&") if part)


def text(element: Any) -> str:
    return " ".join(str(element.text_content()).split())


def cells(tree: Any) -> dict[str, str]:
    return {cell.get("lang"): text(cell) for cell in tree.xpath("//div[@class='cell']")}


def say(key: str, language: str, **values: str) -> str:
    return Phrases().say(key, Language(language), **values)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_shelf_groups_sources_by_kind_the_most_authority_first(
    reader: httpx.Client, language: str
) -> None:
    tree = opened(reader, "", language)
    groups = [text(h2) for h2 in tree.xpath("//section/h2")]
    kinds = ("statute", "directive", "paper", "replaced")
    assert groups == [say(f"source.kinds.{kind}", language) for kind in kinds]
    shown = text(tree)
    assert shown.count(say("source.address_only", language)) == 2  # an act and a paper
    assert say("source.replaced", language) in shown


@pytest.mark.parametrize("words", ["etude", "PLAY étude", "fr papers", "conseil étude"])
def test_a_source_is_found_by_words_of_its_name_in_either_language(
    reader: httpx.Client, words: str
) -> None:
    tree = parsed(reader.get("/sources", params={"q": words, "language": "en"}).text)
    assert tree.xpath("//section//li/a/@href") == ["/sources/papers?language=en"]
    assert tree.xpath("//input[@name='q']/@value") == [words]
    (other,) = tree.xpath("//p[@class='switch']/a/@href")
    again = parsed(reader.get(other).text)
    assert again.get("lang") == "fr" and len(again.xpath("//section//li/a")) == 1


def test_what_is_not_found_says_so_and_leads_back(reader: httpx.Client) -> None:
    tree = opened(reader, "?q=zorblatt")
    assert text(tree.xpath("//p[@role='status']")[0]) == say("source.nothing", "en")
    assert "/sources?language=en" in tree.xpath("//main//a/@href")


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_source_shows_both_languages_and_its_outline(reader: httpx.Client, language: str) -> None:
    tree = opened(reader, "/play_rules", language)
    shown = cells(tree)
    assert list(shown) == [language, Language(language).other]
    for one, title in (("en", "Directive on Play"), ("fr", "Directive on Play Fr")):
        assert title in shown[one]
        date = {"en": "2024-01-31", "fr": "2023-05-01"}[one]
        assert say("version", one, date=date) in shown[one]
        assert f"https://example.test/{one}/play_rules" in tree.xpath("//div/p/a/@href")
    lines = [text(line) for line in tree.xpath("//ol[@class='outline']/li")]
    names = {
        "en": ["4 Duties Devoirs", "4.2.9 Share.", "4.2.10 Wait.", "9 Alone"],
        "fr": ["4 Devoirs Duties", "4.2.9 Partager.", "4.2.10 pas en", "9 pas en"],
    }[language]
    assert [line[: len(name)] for line, name in zip(lines, names, strict=True)] == names
    assert "/sources/play_rules/4.2.9" in tree.xpath("//ol[@class='outline']//a/@href")[1]


def test_a_provision_says_which_text_is_official_and_which_is_ours(reader: httpx.Client) -> None:
    tree = opened(reader, "/play_rules/4.2.9")
    quoted = {q.getparent().get("lang"): text(q) for q in tree.xpath("//blockquote")}
    assert quoted == {"en": "Share.", "fr": "Partager."}
    for language, digest in (("en", "You share."), ("fr", "On partage.")):
        cell = cells(tree)[language]
        official, ours = say("basis.official", language), say("basis.digest", language)
        assert cell.index(official) < cell.index(quoted[language]) < cell.index(ours)
        assert cell.index(ours) < cell.index(digest)
        assert say("source.summary_note", language) in cell
    assert say("source.dates_differ", "en") in text(tree)
    assert say("source.dates_differ", "en") not in text(opened(reader, "/play_rules/9"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_one_language_lacks_is_said_in_that_language(
    reader: httpx.Client, language: str
) -> None:
    alone = cells(opened(reader, "/play_rules/9", language))
    assert say("source.missing", "fr") in alone["fr"] and "Only here." in alone["en"]
    nested = opened(reader, "/play_rules/4.2.10", language)
    (nearest,) = nested.xpath("//div[@lang='fr']/p/a[starts-with(@href, '/')]/@href")
    assert nearest == f"/sources/play_rules/4?language={language}"


def test_a_provision_leads_to_what_is_around_it(reader: httpx.Client) -> None:
    tree = opened(reader, "/play_rules/4.2.9", "fr")
    trail = [text(a) for a in tree.xpath("//nav[@class='trail']//a")]
    assert trail[0] == say("source.title", "fr") and trail[-1] == "4"
    assert tree.xpath("//nav[@class='neighbours']//a/@href") == [
        "/sources/play_rules/4.2.10?language=fr"
    ]
    inside = opened(reader, "/play_rules/4").xpath("//ol[@class='outline']//a/@href")
    assert [href.split("?")[0] for href in inside] == [
        f"/sources/play_rules/{locator}" for locator in ("4.2.9", "4.2.10")
    ]


def test_the_parts_of_a_provision_begin_lines_and_no_word_changes() -> None:
    whole = "(1) One. (2) Two, (a) three; b) four. 4.1 Five. Five. Six."
    parts = ["One.", "Two, (a) three; b) four.", "three;", "four.", "Five.", "Six.", "Seven."]
    told = in_lines(whole, parts)
    assert told.split() == whole.split()
    assert told.splitlines() == [
        "(1) One.", "(2) Two,", "(a) three;", "b) four. 4.1 Five. Five.", "Six."
    ]  # fmt: skip
    assert in_lines("One.", []) == "One." and in_lines("", [""]) == ""


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_replaced_and_an_unread_source_say_so(reader: httpx.Client, language: str) -> None:
    for path in ("/old_rules", "/old_rules/1"):
        assert say("source.replaced_note", language) in text(opened(reader, path, language))
    unread = opened(reader, "/papers", language)
    assert say("source.unread_note", language) in text(unread)
    assert not unread.xpath("//ol[@class='outline']")
    assert "https://example.test/fr/papers" in unread.xpath("//a/@href")


@pytest.mark.parametrize("path", ["secret_code", "secret_code/1", "nothing", "play_rules/77", "x/"])
def test_a_private_source_is_as_absent_as_one_that_never_was(
    reader: httpx.Client, path: str
) -> None:
    response = reader.get(f"/sources/{path}", headers={"accept": "text/html"})
    assert response.status_code == 404 and "Zorblatt" not in response.text
    assert parsed(response.text).xpath("//section[@role='alert']")
    assert "Secret" not in reader.get("/sources", params={"q": "secret"}).text.split("</form>")[1]


def test_the_api_keeps_private_sources_back_too(reader: httpx.Client) -> None:
    listed = {one["id"] for one in reader.get("/v1/sources").json()}
    assert listed == {one.id for one in SOURCES} - {"secret_code"}
    assert reader.get("/v1/sources/secret_code").status_code == 404
    assert reader.get("/v1/sources/secret_code/provisions/1").status_code == 404
    assert reader.get("/v1/sources/play_rules/provisions/9").status_code == 200


def test_an_answer_leads_to_the_pages_of_what_it_cites(client: httpx.Client) -> None:
    for language, question in (
        ("en", "A supplier sent me a gift basket. Can I keep it?"),
        ("fr", "Un fournisseur m'a envoyé un panier-cadeau. Puis-je le garder?"),
    ):
        tree = parsed(client.post(f"/?language={language}", data={"message": question}).text)
        for cited in tree.xpath("//section[@class='citations']//li"):
            (shown,) = cited.xpath(".//p[@class='passage']")
            assert shown.get("lang") in LANGUAGES
            (page,) = cited.xpath(".//a[starts-with(@href, '/sources/')]/@href")
            there = opened(client, page.removeprefix("/sources").split("?")[0], language)
            assert text(shown) in cells(there)[shown.get("lang")]


def test_no_payload_in_a_document_becomes_markup(
    browser: Browser, tmp_path: Path, payloads: list[str]
) -> None:
    """Titles, headings, texts, locators and what is looked for; no policy to hold them back."""
    hostile = [p for p in payloads if p.isprintable() and p.strip()][:60]
    sources = [source(f"s{n}", payload) for n, payload in enumerate(hostile)]
    passages = [
        passage(f"s{n}#{locator}", payload, heading=payload, language=language, view=view)
        for n, payload in enumerate(hostile)
        for language in Language
        for view, locator in ((View.OFFICIAL, "1"), (View.DIGEST, f"2:{payload}"))
    ]
    app = shelved(tmp_path, sources, passages)
    with served(app) as address:
        app.state.holder.get()
        with httpx.Client(base_url=address, timeout=60) as reader:
            listed = opened(reader, "")
            assert len(listed.xpath("//section//li/a")) == len(hostile)
            for n, payload in enumerate(hostile):
                for path in (f"/s{n}", f"/s{n}/1", f"/s{n}/{quote(f'2:{payload}', safe='')}"):
                    shown = opened(reader, path, LANGUAGES[n % 2])
                    assert " ".join(payload.split()) in text(shown), path
                found = reader.get("/sources", params={"q": payload})
                assert foreign(parsed(found.text)) == []
        _nothing_runs(browser, address, [f"/sources/s{n}/1" for n in range(24)] + ["/sources"])


def _nothing_runs(browser: Browser, address: str, paths: list[str]) -> None:
    context = browser.new_context(base_url=address, bypass_csp=True)
    page = context.new_page()
    heard: list[str] = []
    page.on("dialog", lambda d: (heard.append(d.message), d.dismiss()))
    page.on("request", lambda r: heard.append(r.url))
    for path in paths:
        page.goto(path)
        assert page.locator(FOREIGN).count() == 0, path
    context.close()
    assert [one for one in heard if not one.startswith((address, "data:,"))] == []


@pytest.mark.parametrize(("language", "width"), [("en", WIDTHS["desk"]), ("fr", WIDTHS["phone"])])
def test_axe_finds_no_barrier_and_nothing_is_too_wide(
    browser: Browser, shelf: str, language: str, width: int
) -> None:
    if not Path(TARGET).is_file():
        pytest.skip("axe-core is not here: python -m tests.web.fetch_axe")
    script = Path(TARGET).read_text(encoding="utf-8")
    size: Any = {"width": width, "height": 800}
    context = browser.new_context(base_url=shelf, bypass_csp=True, viewport=size)
    page = context.new_page()
    for path in PAGES:
        page.goto(f"/sources{path}{'&' if '?' in path else '?'}language={language}")
        page.evaluate(script)
        found = page.evaluate("rules => axe.run({runOnly: rules})", RULES)
        broken = [(v["id"], [n["html"] for n in v["nodes"]]) for v in found["violations"]]
        assert broken == [], path
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    context.close()


def test_the_two_languages_stand_beside_each_other_and_on_a_phone_below(
    browser: Browser, shelf: str
) -> None:
    places = {}
    for name, width in WIDTHS.items():
        size: Any = {"width": width, "height": 800}
        context = browser.new_context(base_url=shelf, java_script_enabled=False, viewport=size)
        page = context.new_page()
        page.goto("/sources/play_rules/4.2.9?language=fr")
        first, second = (cell.bounding_box() for cell in page.locator(".cell").all())
        assert first and second and page.locator(".cell").first.get_attribute("lang") == "fr"
        places[name] = (second["x"] > first["x"], second["y"] > first["y"])
        context.close()
    assert places == {"desk": (True, False), "phone": (False, True)}
