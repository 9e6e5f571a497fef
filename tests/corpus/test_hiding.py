"""Words that a page holds and does not show never become ours."""

from __future__ import annotations

from pathlib import Path

import pytest

from advisor.corpus.parsing.html import read_html


def texts(main: str, head: str = "") -> list[str]:
    content = f"<html><head>{head}</head><body><main><h1>A page</h1>{main}</main></body></html>"
    return [block.text for block in read_html(content.encode(), Path("page.html")).blocks]


HIDDEN = [
    '<p style="display:none">SECRET</p>',
    '<p style="Display : NONE !important">SECRET</p>',
    '<p style="display/**/:/**/none">SECRET</p>',
    '<div style="visibility:hidden"><p>SECRET</p></div>',
    '<p style="font-size:0">SECRET</p>',
    '<p style="font-size:0.0px; color:red">SECRET</p>',
    '<p style="opacity: 0">SECRET</p>',
    '<p style="color:white">SECRET</p>',
    '<p style="color:#FFFFFF">SECRET</p>',
    '<p style="color: rgb(255, 255, 255)">SECRET</p>',
    '<p style="color: rgba(0, 0, 0, 0)">SECRET</p>',
    '<p style="position:absolute;left:-9999px">SECRET</p>',
    '<p style="height:0;overflow:hidden">SECRET</p>',
    '<p style="width:0px">SECRET</p>',
    '<p style="clip:rect(0 0 0 0)">SECRET</p>',
    "<p hidden>SECRET</p>",
    '<p hidden="until-found">SECRET</p>',
    '<p>Seen <span aria-hidden="true">SECRET</span></p>',
    '<p>Seen <span class="wb-inv">SECRET</span></p>',
    '<p>Seen <font color="#FFFFFF">SECRET</font></p>',
    "<!-- SECRET --><!--[if IE]><p>SECRET</p><![endif]-->",
    "<script>SECRET</script><style>SECRET</style><template><p>SECRET</p></template>",
    "<noscript><p>SECRET</p></noscript><svg><text>SECRET</text></svg>",
    '<p>Seen <img alt="SECRET"></p><input value="SECRET"><textarea>SECRET</textarea>',
    '<iframe srcdoc="SECRET">SECRET</iframe><object>SECRET</object>',
    "<p>Seen <del>SECRET</del></p>",
    '<table><tr hidden><td>SECRET</td></tr><tr><td>a</td><td style="display:none">SECRET</td></tr>'
    "</table>",
    '<ul><li style="display:none">SECRET</li></ul><dl><dt hidden>SECRET</dt></dl>',
    "<h2>Seen <span hidden>SECRET</span></h2>",
    '<section class="pol-sec" hidden><h2>SECRET</h2></section>',
    '<ul><li class="pol-cla" id="cla9.9" hidden>SECRET</li></ul>',
]


@pytest.mark.parametrize("hidden", HIDDEN)
def test_hidden_words_never_come_out(hidden: str) -> None:
    found = texts(f"<p>First.</p>{hidden}<p>Last.</p>")
    assert "SECRET" not in " ".join(found)
    assert (found[0], found[-1]) == ("First.", "Last.")


@pytest.mark.parametrize(
    "sheet",
    [
        ".x{display:none}",
        "p.x, h2 { color: #fff; }",
        "#y { opacity:0 } /* } */",
        "/* a */ .x /* b */ { visibility: hidden }",
    ],
)
def test_words_hidden_by_a_sheet_inside_the_page_never_come_out(sheet: str) -> None:
    head = f"<style>@media print {{ .z {{ display:none }} }} {sheet}</style>"
    main = '<p class="x" id="y">SECRET</p><p class="z">Seen.</p>'
    assert texts(main, head) == ["Seen."]


def test_what_only_looks_hidden_stays() -> None:
    main = """<p style="color:whitesmoke">a</p><p style="width:0.5em">b</p>
    <p style="left:-1px">c</p>
    <p style="background-color:white">d</p><p style="max-height:100%">e</p>"""
    assert texts(main) == ["a", "b", "c", "d", "e"]
