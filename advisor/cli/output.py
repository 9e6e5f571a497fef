"""Answers and tables in a terminal."""

from __future__ import annotations

import json
from typing import Any

from rich.console import Console, Group
from rich.padding import Padding
from rich.panel import Panel
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.text import Text

from advisor.answering.presenting import CitationReply, EscalationReply, Reply
from advisor.domain.values import Language
from advisor.phrases import Phrases

_COLOURS = {"answered": "green", "crisis": "red", "declined": "yellow"}


def console() -> Console:
    """Standard output, plain when it is not a terminal."""
    return Console(highlight=False)


def print_json(value: Any) -> None:
    """One JSON document on standard output."""
    print(json.dumps(value, ensure_ascii=False, indent=2))


def progress() -> Progress:
    """A bar on standard error: what is being done, how much, how long still."""
    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
        console=Console(stderr=True),
        transient=True,
    )


def show(reply: Reply, phrases: Phrases, out: Console) -> None:
    """The answer as a person reads it: short first, then steps, contacts, and what it rests on."""
    language = reply.language
    colour = _COLOURS.get(reply.outcome, "cyan")
    short = Text(" ".join(_marked(reply, "short")), style="bold")
    out.print(Panel(short, border_style=colour, padding=(0, 1)))
    for part, bullet in (("step", "{n}."), ("depends_on", "•"), ("caution", "!")):
        lines = _marked(reply, part)
        if lines:
            out.print(Text(f"\n{phrases.say(f'parts.{part}', language)}", style="bold"))
        for n, line in enumerate(lines, start=1):
            out.print(Padding(Text(f"{bullet.format(n=n)} {line}"), (0, 0, 0, 2)))
    if reply.clarify:
        out.print(Text(f"\n{reply.clarify.question}", style="bold"))
        for n, option in enumerate(reply.clarify.options, start=1):
            out.print(Padding(Text(f"{n}. {option.label}"), (0, 0, 0, 2)))
    out.print(Text(f"\n{phrases.say('contacts', language)}", style="bold"))
    for n, contact in enumerate(reply.escalations, start=1):
        out.print(Padding(_contact(n, contact, phrases, language), (0, 0, 0, 2)))
    if reply.citations:
        out.print(Text(f"\n{phrases.say('citations', language)}", style="bold"))
    for citation in reply.citations:
        out.print(Padding(_citation(citation, phrases, language), (0, 0, 0, 2)))
    out.print(Text(f"\n{reply.notice}", style="dim"))


def _marked(reply: Reply, part: str) -> list[str]:
    return [
        f"{s.text} {''.join(f'[{n}]' for n in s.citations)}".rstrip()
        for s in reply.statements
        if s.part == part
    ]


def _contact(n: int, contact: EscalationReply, phrases: Phrases, language: Language) -> Group:
    lines = [Text.assemble((f"{n}. {contact.name}", "bold"), f" – {contact.why}")]
    reach = " · ".join(part for part in (contact.phone, contact.url, contact.how) if part)
    lines.append(Text(f"   {reach}", style="dim"))
    if contact.deadline:
        deadline = phrases.say("deadline", language, deadline=contact.deadline)
        lines.append(Text(f"   {deadline}", style="yellow"))
    return Group(*lines)


def _citation(citation: CitationReply, phrases: Phrases, language: Language) -> Group:
    kind = phrases.say(f"basis.{citation.text_kind}", language)
    head = Text(f"[{citation.n}] {citation.title}, {citation.label} ({kind})")
    words = Text(f"    {citation.quote or citation.passage}", style="italic")
    return Group(head, words, Text(f"    {citation.url}", style="dim"))
