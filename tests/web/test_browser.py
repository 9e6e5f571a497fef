"""The page in a real browser: used, judged for accessibility, attacked."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.api.asking import CRISIS, GATED, GIFT
from tests.web.fetch_axe import TARGET

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

WIDTHS = {"desk": 1280, "phone": 390}
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"]
FOREIGN = (
    "script, img, svg, math, iframe, object, embed, video, audio, style, base, marquee, template, "
    "form[action^='http'], a[href^='javascript' i], [onerror], [onload], [onclick], [onfocus], "
    "[onmouseover], [onanimationstart], [ontoggle], [onpointerenter], [contenteditable], "
    "[autofocus]"
)


@pytest.fixture(params=WIDTHS.values(), ids=WIDTHS)
def page(browser: Browser, address: str, request: pytest.FixtureRequest) -> Iterator[Page]:
    """A page without JavaScript, as wide as a desk's or a phone's screen."""
    context = browser.new_context(
        base_url=address,
        java_script_enabled=False,
        viewport={"width": request.param, "height": 800},
    )
    yield context.new_page()
    context.close()


def ask(page: Page, language: str, question: str) -> None:
    """Type a question on the empty page and send it."""
    page.goto(f"/?language={language}")
    page.fill("#message", question)
    page.click("button.primary")


@pytest.mark.parametrize("language", ["en", "fr"])
def test_ask_read_open_a_citation_follow_up_switch_language(page: Page, language: str) -> None:
    ask(page, language, GIFT[language])
    assert page.locator("article .short p").first.is_visible()

    assert not page.locator("#c2").is_visible()
    page.locator("article .short sup a").nth(1).click()
    assert page.locator("#c2").is_visible(), "a mark opens the provision it stands for"
    assert page.locator("#c1").is_hidden()
    page.locator(".citations summary").first.click()
    assert page.locator("#c1").is_visible()

    page.fill("#message", {"en": "And a pen?", "fr": "Et un stylo?"}[language])
    page.click("button.primary")
    assert GIFT[language] in page.locator("section.asked").inner_text()

    page.click("header .switch button")
    other = {"en": "fr", "fr": "en"}[language]
    assert page.locator("html").get_attribute("lang") == other
    page.locator("p.send a").click()
    page.click("header .switch a")
    assert page.locator("html").get_attribute("lang") == language


@pytest.mark.parametrize("question", [GIFT["fr"], GATED["en"], CRISIS["fr"], "?" * 4000])
def test_nothing_is_wider_than_the_screen(page: Page, question: str) -> None:
    ask(page, "fr", question)
    width = page.viewport_size["width"] if page.viewport_size else 0
    for place in ("body", "main", "article", "footer"):
        box = page.locator(place).bounding_box()
        assert box is not None and box["x"] >= 0 and box["x"] + box["width"] <= width


def test_the_keyboard_alone_is_enough(page: Page) -> None:
    page.goto("/?language=en")
    page.keyboard.press("Tab")
    assert page.locator("a.skip").evaluate("e => e === document.activeElement")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")  # the notice
    page.keyboard.press("Tab")
    page.keyboard.type(GIFT["en"])
    for _ in range(3):
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.locator("article").wait_for(timeout=10_000)


def test_an_example_is_one_click_away(page: Page) -> None:
    page.goto("/?language=fr")
    page.locator(".examples button").first.click()
    assert page.locator("article .short p").first.is_visible()


VIEWS: dict[str, str | None] = {
    "empty": None,
    "answer": "GIFT",
    "gated": "GATED",
    "crisis": "CRISIS",
    "not known": "Zorblatt quixotrope?",
    "problem": "\u0001",
}


@pytest.mark.parametrize(("language", "width"), [("en", WIDTHS["desk"]), ("fr", WIDTHS["phone"])])
def test_axe_finds_no_barrier(browser: Browser, address: str, language: str, width: int) -> None:
    """No violation of WCAG 2.1 A and AA, nor of good practice, with everything opened."""
    if not Path(TARGET).is_file():
        pytest.skip("axe-core is not here: python -m tests.web.fetch_axe")
    script = Path(TARGET).read_text(encoding="utf-8")
    size: Any = {"width": width, "height": 800}
    context = browser.new_context(base_url=address, bypass_csp=True, viewport=size)
    page = context.new_page()
    for name, question in VIEWS.items():
        texts = {"GIFT": GIFT, "GATED": GATED, "CRISIS": CRISIS}.get(question or "")
        if question is None:
            page.goto(f"/?language={language}")
        else:
            ask(page, language, texts[language] if texts else question)
        page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
        page.evaluate(script)
        found = page.evaluate("rules => axe.run({runOnly: rules})", RULES)
        broken = [(v["id"], [n["html"] for n in v["nodes"]]) for v in found["violations"]]
        assert broken == [], name
        assert len(found["passes"]) > 15
    context.close()


def test_no_payload_runs_in_a_browser(browser: Browser, address: str, payloads: list[str]) -> None:
    """With the content security policy switched off: the markup alone must hold."""
    context = browser.new_context(base_url=address, bypass_csp=True)
    page = context.new_page()
    dialogs: list[str] = []
    requests: list[str] = []
    page.on("dialog", lambda d: (dialogs.append(d.message), d.dismiss()))
    page.on("request", lambda r: requests.append(r.url))
    for number, payload in enumerate(payloads[:32]):
        page.goto("/?language=en")
        if number % 2:  # refused: the text comes back in the box
            page.evaluate("document.querySelector('#profile').options[0].value = 'x'")
            page.select_option("#profile", "x")
        page.fill("#message", payload[:4000])
        page.click("button.primary")
        assert page.locator(FOREIGN).count() == 0, payload
    context.close()
    assert dialogs == []
    assert [url for url in requests if not url.startswith((address, "data:,"))] == []
