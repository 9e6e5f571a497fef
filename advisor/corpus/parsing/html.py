"""Pages of the public service (canada.ca, tbs-sct, WET template): the main content, no more."""

from __future__ import annotations

import re
from pathlib import Path

from lxml import etree

from advisor.corpus.parsing.blocks import Block, Kind, Pages
from advisor.corpus.parsing.flow import Flow, names, spaced
from advisor.corpus.parsing.hiding import Hiding
from advisor.corpus.parsing.xml import parse_html
from advisor.domain.values import Language
from advisor.errors import SourceUnreadable
from advisor.text import fold

_ADDRESS = re.compile(r"/doc-(?:eng|fra)\.aspx\?(?:[^#]*&)?id=(\d{4,6})(?!\d)", re.IGNORECASE)
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_CLAUSE = re.compile(r"cla((?:[A-Z]{1,2}\.?)?\d{1,3}(?:\.\d{1,3})*|[A-Z]{1,2}(?:\.\d{1,3})+)")
_APPENDIX = re.compile(r"app([A-Z]{1,2})")
_FURNITURE = names(
    """
    fn-rtn wb-fnote fn-lnk pagedetails wb-share gc-pg-hlpfl gc-rprt-prblm wb-slc breadcrumb
    gc-share-widget pol-cla-id
    """
)
_FURNITURE_IDS = names("wb-dtmd wb-tphp wb-bc wb-sm wb-srch wb-lng wb-info")
_ROLES = names("navigation search banner contentinfo menu menubar dialog")
_FRAME = frozenset({"header", "footer", "aside"})
_NO_DOCUMENT = re.compile(
    r"\b(?:40[0134]|50[0234])\b|not (?:be )?found|request (?:was )?(?:rejected|blocked)|forbidden"
    r"|couldn'?t find|cannot find|access (?:is )?denied|unavailable|just a moment"
    r"|attention required|introuvable|pas ete trouvee?|(?:pouvons|pas pu) trouver"
    r"|(?:demande|requete) rejetee|acces (?:refuse|interdit)|non disponible|\berreur\b|\berror\b"
)
_BLOCKED = re.compile(r"requested url was rejected|support id is|url demandee a ete rejetee")
_ALMOST_NOTHING = 150
"""Words. The shortest page of policy met has ten times as many; the 404 page of canada.ca half."""


def read_html(content: bytes, path: Path) -> Pages:
    """What a reader sees in the main part of a page; `path` only names the file in errors.

    `number` is that of the Treasury Board's address, where the page names it as its own;
    `version` the date it gives as its last change; `language` what it declares. Menus, notes at
    the foot and hidden words are left out (see `hiding`). Raises SourceUnreadable; its reason
    opens with a code: those of `parse_html`, `not_a_document` (an error or a firewall's page
    served as if it were one) or `no_text`.
    """
    root = parse_html(content, path)
    main = _main(root)
    walk = _Walk(
        Hiding(root), whole_page=main.tag in ("body", "html"), clauses=bool(_clauses(main))
    )
    walk.read(main)
    walk.end()
    title = walk.title or spaced(root.findtext(".//title") or "")
    blocks = tuple(block for block in walk.blocks if not block.text.startswith(("©", "(c) ")))
    if _says_nothing(f"{title} {root.findtext('.//title') or ''}", blocks):
        raise SourceUnreadable(path, f"not_a_document: {title}")
    if not blocks:
        raise SourceUnreadable(path, "no_text")
    return Pages(
        title=title,
        blocks=blocks,
        language=_language(root),
        number=_number(root),
        version=_version(root),
    )


class _Walk(Flow):
    """The main part of a page. In one with numbered clauses, only their marks number a text."""

    def __init__(self, hiding: Hiding, *, whole_page: bool, clauses: bool) -> None:
        super().__init__(printed_inline=not clauses)
        self.title = ""
        self._hiding = hiding
        self._whole_page = whole_page

    def opens(self, element: etree._Element) -> bool:
        tag, classes = element.tag, element.get("class", "").split()
        if tag == "h1" and not self.title:
            self.end()
            self.title = self.words_of(element)
        elif tag == "li" and (number := _clause(element)):
            self.item(element, number)
        elif tag in ("h2", "h3") and (match := _APPENDIX.fullmatch(element.get("id", ""))):
            self.heading(self.words_of(element), int(tag[1]), match[1])
        elif tag == "section" and ("pol-sec" in classes or "pol-sub" in classes):
            self._section(element)
        else:
            return False
        return True

    def leaves_out(self, element: etree._Element) -> bool:
        if self._whole_page and element.tag in _FRAME and element.find(".//h1") is None:
            return True
        classes = element.get("class", "").split()
        return (
            not _FURNITURE.isdisjoint(classes)
            or element.get("id", "") in _FURNITURE_IDS
            or element.get("role", "").lower() in _ROLES
            or element.tag in ("gcds-date-modified", "gcds-breadcrumbs", "gcds-header")
            or (element.tag == "sup" and element.find("a[@class='fn-lnk']") is not None)
            or (element.tag in ("ul", "ol") and _lists_contents(element))
            or self._hiding.hides(element)
        )

    def _section(self, element: etree._Element) -> None:
        """A part of an instrument: whatever heading its content has lies below its own."""
        self.end()
        for child in element:
            if child.tag == "div":
                depth = next((b.depth for b in reversed(self.blocks) if b.kind is Kind.HEADING), 1)
                self.part(child, depth)
            else:
                self.read(child)


def _main(root: etree._Element) -> etree._Element:
    found = root.find(".//main")
    if found is None:
        found = root.find(".//*[@role='main']")
    if found is None:
        found = root.find("body")
    return root if found is None else found


def _clauses(main: etree._Element) -> list[etree._Element]:
    return [item for item in main.iter("li") if _clause(item)]


def _clause(item: etree._Element) -> str:
    """The number that the page prints before a clause, or else its address: `cla4.2.1`."""
    mark = item.find("*[@class='pol-cla-id']")
    if mark is not None:
        return spaced("".join(map(str, mark.itertext()))).rstrip(".")
    match = _CLAUSE.fullmatch(item.get("id", ""))
    return match[1] if match else ""


def _lists_contents(element: etree._Element) -> bool:
    """Whether a list is the page's table of contents: nothing but links to its own parts."""
    items = list(element.iter("li"))
    return len(items) > 1 and all(_leads_inside(item) for item in items)


def _leads_inside(item: etree._Element) -> bool:
    """Whether an item is a link to a part of the same page, with or without more of them below."""
    link = item.find("a")
    return (
        link is not None
        and link.get("href", "").startswith("#")
        and not (item.text or "").strip()
        and all(one.tag in ("a", "ul", "ol") and not (one.tail or "").strip() for one in item)
    )


def _says_nothing(title: str, blocks: tuple[Block, ...]) -> bool:
    text = " ".join(block.text for block in blocks)
    if len(text.split()) > _ALMOST_NOTHING:
        return False
    return bool(_NO_DOCUMENT.search(_plain(title)) or _BLOCKED.search(_plain(text)))


def _plain(text: str) -> str:
    return fold(text).replace("’", "'")


def _language(root: etree._Element) -> Language | None:
    declared = (root.get("lang") or root.get("{http://www.w3.org/XML/1998/namespace}lang") or "")[
        :2
    ]
    return Language(declared.lower()) if declared.lower() in tuple(Language) else None


def _number(root: etree._Element) -> str | None:
    addresses = [
        link.get("href", "") for link in root.iter("link") if link.get("rel") == "canonical"
    ]
    addresses += [
        meta.get("content", "")
        for meta in root.iter("meta")
        if (meta.get("property") or meta.get("name") or "").lower()
        in ("og:url", "dcterms.identifier", "dc.identifier")
    ]
    found = [match[1] for address in addresses if (match := _ADDRESS.search(address))]
    return found[0] if found else None


def _version(root: etree._Element) -> str | None:
    """The date of the last change: as the page shows it, or else as it declares it."""
    shown = [
        " ".join((time.get("datetime", ""), "".join(map(str, time.itertext()))))
        for time in root.iter("time")
        if time.get("property") == "dateModified"
        or any(above.get("id") == "wb-dtmd" for above in time.iterancestors())
    ]
    shown += ["".join(map(str, one.itertext())) for one in root.iter("gcds-date-modified")]
    shown += [
        meta.get("content", "")
        for meta in root.iter("meta")
        if (meta.get("name") or "").lower() == "dcterms.modified"
    ]
    dates = [match[0] for text in shown if (match := _DATE.search(text))]
    return dates[0] if dates else None
