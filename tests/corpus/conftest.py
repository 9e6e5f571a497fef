"""A small made-up corpus and a small made-up act, and the real ones where they lie."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from advisor.corpus.ingesting import IngestReport, ingest
from advisor.corpus.loading import Corpus, load_corpus
from advisor.corpus.parsing.document import Document
from advisor.corpus.parsing.justice_xml import read_justice
from advisor.corpus.texts import OfficialTexts, load_texts
from advisor.packaged import packaged

REGISTRY = """
sources:
  - id: fair_play_act
    kind: statute
    title: {en: Fair Play Act, fr: Loi sur le franc-jeu}
    short: {en: FPA, fr: LFJ}
    publisher: {en: Parliament, fr: Parlement}
    url: {en: "https://example.test/en/F-1/", fr: "https://example.test/fr/F-1/"}
    section_url:
      en: https://example.test/en/F-1/section-{section}.html
      fr: https://example.test/fr/F-1/article-{section}.html
    version: {en: "2024-01-31", fr: "2024-01-31"}
    authority: 1
    licence: ogl-canada
    justice: {en: F-1, fr: F-1}
  - id: fair_play_part2
    kind: statute
    title: {en: "Fair Play Act, Part 2", fr: "Loi sur le franc-jeu, partie 2"}
    short: {en: FPA 2, fr: LFJ 2}
    publisher: {en: Parliament, fr: Parlement}
    url: {en: "https://example.test/en/F-1/", fr: "https://example.test/fr/F-1/"}
    authority: 1
    licence: ogl-canada
    justice: {en: F-1, fr: F-1}
    sections: {from: "10", to: "12"}
  - id: play_directive
    kind: directive
    title: {en: Directive on Play, fr: Directive sur le jeu}
    short: {en: Directive, fr: Directive}
    publisher: {en: Board, fr: Conseil}
    url: {en: "https://example.test/en/d", fr: "https://example.test/fr/d"}
    authority: 3
    licence: crown
    anchors:
      - {id: before-you-play, heading: {en: Before you play, fr: Avant de jouer}}
"""

DIGESTS = """
source: fair_play_act
digests:
  - locator: 4.10
    heading: {en: Reporting a foul, fr: Signaler une faute}
    text:
      en: >-
        A player who sees a foul must tell the referee within 30 days, in writing, and may ask a
        friend to help with the words of the report.
      fr: >-
        La personne qui voit une faute doit en aviser l'arbitre par écrit dans les 30 jours; elle
        peut demander à quelqu'un de l'aider à rédiger.
    evidence: T
"""

CARD = """
- id: fouls.saw-one
  topic: fouls
  risk: low
  applies_to: [employee]
  questions:
    en: [e1, e2, e3, e4, e5, e6, e7, e8, e9, e10]
    fr: [f1, f2, f3, f4, f5, f6, f7, f8, f9, f10]
  short:
    en: Yes. You must tell the referee in writing within 30 days.
    fr: Oui. Vous devez en aviser l'arbitre par écrit dans les 30 jours.
  steps:
    en: [Write down what you saw., Give it to the referee.]
    fr: [Notez ce que vous avez vu., Remettez votre note à l'arbitre.]
  citations: [fair_play_act#4.10]
  contacts:
    - {id: referee, why: {en: Takes the report, fr: Reçoit le signalement}}
    - {id: captain, why: {en: Can help, fr: Peut vous aider}}
  status: draft
"""

CONTACTS = """
contacts:
  - id: referee
    name: {en: The referee, fr: L'arbitre}
    role: {en: Decides., fr: Décide.}
    how: {en: Write., fr: Écrivez.}
    phone: "9-1-1"
    phone_evidence: P
    topics: [fouls]
  - id: captain
    name: {en: The captain, fr: La capitaine}
    role: {en: Helps., fr: Aide.}
    how: {en: Ask., fr: Demandez.}
"""

ROUTING = """
topics:
  fouls: {first: [referee], then: [captain], never_alone: [captain]}
crisis: {danger: [referee]}
refusal_help: {default: [captain]}
"""

VOCABULARY = """
topics:
  - {id: fouls, name: {en: Fouls, fr: Fautes}}
profiles:
  - {id: employee, name: {en: Employee, fr: Membre du personnel}}
risks:
  - {id: low, name: {en: Low, fr: Faible}}
  - {id: high, name: {en: High, fr: Élevé}}
evidence_classes:
  - {id: T, name: {en: Text, fr: Texte}}
  - {id: S, name: {en: Secondary, fr: Secondaire}}
  - {id: K, name: {en: Own, fr: Non vérifié}}
organisation_kinds:
  - {id: club, name: {en: Club, fr: Club}}
involved:
  - {id: supervisor, name: {en: Supervisor, fr: Superviseur}}
"""

FILES = {
    "registry.yaml": REGISTRY,
    "digests/fair_play_act.yaml": DIGESTS,
    "cards/fouls.yaml": CARD,
    "contacts.yaml": CONTACTS,
    "routing.yaml": ROUTING,
    "vocabulary.yaml": VOCABULARY,
}


def write(folder: Path, **changes: str) -> Path:
    """The made-up corpus in `folder`, with whole files replaced by `changes` (path -> content)."""
    for name, content in {**FILES, **changes}.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8")
    return folder


@pytest.fixture
def corpus_of(tmp_path: Path) -> Callable[..., Corpus]:
    """Builds the made-up corpus; pass `**{"cards/fouls.yaml": text}` to change a file."""
    return lambda **changes: load_corpus(write(tmp_path / "corpus", **changes))


@pytest.fixture(scope="session")
def instruments(official_data: Path) -> dict[str, Document]:
    """Every real instrument, by `language/file stem`."""
    files = sorted((official_data / "justice-laws").glob("*/*.xml"))
    return {f"{path.parent.name}/{path.stem}": read_justice(path) for path in files}


@pytest.fixture(scope="session")
def registered(tmp_path_factory: pytest.TempPathFactory) -> Corpus:
    """The packaged registry, without cards and digests: all that ingesting needs."""
    folder = tmp_path_factory.mktemp("registry")
    shutil.copy(packaged("corpus") / "registry.yaml", folder)
    return load_corpus(folder)


@pytest.fixture(scope="session")
def ingested(
    official_data: Path, registered: Corpus, tmp_path_factory: pytest.TempPathFactory
) -> tuple[IngestReport, OfficialTexts]:
    """The report and the texts of ingesting all real instruments into a fresh home."""
    home = tmp_path_factory.mktemp("home")
    report = ingest([official_data / "justice-laws"], home, registered)
    return report, load_texts(home)
