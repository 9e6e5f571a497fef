"""`advisor sources show`: one source, its versions and its outline, both languages side by side."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from advisor.cli import output
from advisor.cli.words import phrases, say, spoken
from advisor.config import load_settings
from advisor.corpus.loading import Corpus
from advisor.corpus.outline import Pair, Provision, dates, outline, side_by_side
from advisor.corpus.texts import OfficialTexts
from advisor.domain.sources import Passage, Source, View
from advisor.domain.values import Language

WIDE = 100
"""From so many columns on, both languages stand side by side."""
_LEVELS = 2


def _help(key: str) -> str:
    return phrases().say(f"source.options.{key}", spoken())


def show_source(
    source: Annotated[str, typer.Argument(help=say("sources.id"))],
    language: Annotated[Language | None, typer.Option("--language", help=_help("language"))] = None,
    depth: Annotated[int | None, typer.Option("--depth", min=1, help=_help("depth"))] = None,
    as_json: Annotated[bool, typer.Option("--json", help=say("json"))] = False,
) -> None:
    """One source: its titles, dates and addresses, and its provisions to a depth.

    As JSON the outline is whole unless a depth is given.
    """
    from advisor.bootstrap import read_corpus
    from advisor.corpus.texts import load_texts

    settings = load_settings()
    corpus, texts = read_corpus(settings), load_texts(settings.home)
    if source not in corpus.sources:
        raise typer.BadParameter(say("sources.unknown", id=source))
    found = corpus.sources[source]
    passages = _passages(found, corpus, texts)
    languages = [language] if language else [spoken(), spoken().other]
    if as_json:
        output.print_json(_document(found, passages, sorted(languages), depth))
        return
    out = output.console()
    _head(found, passages, languages, out)
    if language is None and out.width < WIDE:
        out.print(phrases().say("source.narrow", spoken(), columns=WIDE), style="dim")
        languages = languages[:1]
    _outline(passages, languages, depth or _LEVELS, out)


def _passages(source: Source, corpus: Corpus, texts: OfficialTexts) -> tuple[Passage, ...]:
    """Official texts in the order of the text, then our summaries."""
    official = [p for language in Language for p in texts.passages(source.id, language)]
    digests = [p for view in corpus.digests.values() for p in view if p.source_id == source.id]
    return (*official, *digests)


def _tree(passages: Sequence[Passage], language: Language) -> tuple[Provision, ...]:
    return outline(p for p in passages if p.language is language)


def _head(
    source: Source, passages: Sequence[Passage], languages: Sequence[Language], out: Console
) -> None:
    known = dates(passages)
    for language in languages:
        out.print(Text(source.title.to(language), style="bold"))
        for view in View:
            if (language, view) in known:
                label = phrases().say(f"basis.{view}", language)
                out.print(Text(f"  {label} · {_version(known[language, view], language)}"))
        out.print(Text(f"  {source.url.to(language)}", style="dim"))
    if source.status == "replaced":
        out.print(phrases().say("source.replaced_note", spoken()), style="yellow")
    if not passages:
        note = "source.unread_note" if source.status == "unread" else "source.empty_note"
        out.print(phrases().say(note, spoken()), style="yellow")


def _version(version: str | None, language: Language) -> str:
    if version is None:
        return phrases().say("version_unknown", language)
    return phrases().say("version", language, date=version)


def _outline(
    passages: Sequence[Passage], languages: Sequence[Language], levels: int, out: Console
) -> None:
    trees = {language: _tree(passages, language) for language in languages}
    pairs = side_by_side(trees.get(Language.EN, ()), trees.get(Language.FR, ()))
    if not pairs:
        return
    say_here = phrases().section("source", spoken())
    names = [phrases().say("source.language", language) for language in languages]
    table = Table(say_here["provision"], *names, say_here["shown_as"])
    for pair in pairs:
        if pair.depth < levels:
            named = [_name(pair.to(language), language) for language in languages]
            table.add_row(Text("  " * pair.depth + pair.locator), *named, _views(pair))
    out.print(table)
    deeper = sum(pair.depth >= levels for pair in pairs)
    if deeper:
        out.print(phrases().say("source.deeper", spoken(), n=deeper), style="dim")


def _name(provision: Provision | None, language: Language) -> Text:
    """Its heading, else its first words, else that the language has none."""
    if provision is None:
        return Text(phrases().say("source.not_here", language), style="dim italic")
    if provision.heading:
        return Text(provision.heading)
    return Text(provision.opening, style="dim")


def _views(pair: Pair) -> Text:
    """How it can be shown, in any of the languages."""
    views = {view for one in (pair.en, pair.fr) if one for view in one.views}
    return Text(", ".join(phrases().say(f"basis.{v}", spoken()) for v in View if v in views))


def _document(
    source: Source, passages: Sequence[Passage], languages: Sequence[Language], depth: int | None
) -> dict[str, Any]:
    known = dates(passages)
    return {
        "source": source.model_dump(mode="json"),
        "languages": {
            language.value: {
                "title": source.title.to(language),
                "url": source.url.to(language),
                "versions": {v.value: known[language, v] for v in View if (language, v) in known},
                "outline": _dumped(_tree(passages, language), depth),
            }
            for language in languages
        },
    }


def _dumped(tree: Sequence[Provision], depth: int | None) -> list[dict[str, Any]]:
    """The tree as plain values, cut below `depth` levels (None: whole)."""
    below = None if depth is None else depth - 1
    return [
        provision.model_dump(mode="json", exclude={"children"})
        | {"children": _dumped(provision.children, below) if below != 0 else []}
        for provision in tree
    ]
