"""Loading a corpus: what comes out, what an overlay changes, and what writers are told."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from advisor.corpus.loading import Corpus, load_corpus
from advisor.domain.values import Language
from advisor.errors import CorpusError
from advisor.packaged import packaged
from tests.corpus.conftest import CARD, CONTACTS, DIGESTS, ROUTING, VOCABULARY, write

MakeCorpus = Callable[..., Corpus]


def test_every_part_is_read(corpus_of: MakeCorpus) -> None:
    corpus = corpus_of()
    assert corpus.cards["fouls.saw-one"].topic == "fouls"
    assert corpus.contacts["referee"].phone == "9-1-1"
    assert corpus.routing.topics["fouls"].first == ("referee",)
    assert corpus.vocabulary.name("topics", "fouls", Language.FR) == "Fautes"
    assert [anchor.id for anchor in corpus.anchors["play_directive"]] == ["before-you-play"]


def test_a_locator_keeps_its_last_zero_without_quotes(corpus_of: MakeCorpus) -> None:
    assert corpus_of().digest("fair_play_act#4.10", Language.EN) is not None


def test_a_digest_is_a_passage_in_both_languages_with_its_address(corpus_of: MakeCorpus) -> None:
    corpus = corpus_of()
    english = corpus.digest("fair_play_act#4.10", Language.EN)
    french = corpus.digest("fair_play_act#4.10", Language.FR)
    assert english and french and english.counterpart_id == french.id
    assert english.url == "https://example.test/en/F-1/section-4.10.html"
    assert french.url == "https://example.test/fr/F-1/article-4.10.html"
    assert english.version == "2024-01-31"


def test_the_day_of_a_review_is_read_although_yaml_calls_on_true(corpus_of: MakeCorpus) -> None:
    checked = CARD.replace(
        "status: draft",
        "status: checked\n  reviewed: {by: {en: An officer, fr: Une agente}, on: 2026-01-31}",
    )
    reviewed = corpus_of(**{"cards/fouls.yaml": checked}).cards["fouls.saw-one"].reviewed
    assert reviewed is not None and reviewed.on == "2026-01-31"


@pytest.mark.parametrize(
    ("file", "content", "told"),
    [
        (
            "cards/fouls.yaml",
            CARD.replace("fr: [Notez ce que vous avez vu., Remettez", "fr: [Remettez"),
            "card fouls.saw-one: steps: 2 items in English, 1 in French",
        ),
        ("cards/fouls.yaml", CARD.replace("topic: fouls", "topics: fouls"), "topic: is missing"),
        (
            "cards/fouls.yaml",
            CARD.replace("[Notez ce que vous avez vu., ", "[Notez : quoi., "),
            "steps.fr.0: must be a text: one that holds a colon and a space needs quotes",
        ),
        ("cards/fouls.yaml", CARD.replace("risk: low", "risk: some"), "card fouls.saw-one: risk"),
        ("cards/fouls.yaml", CARD + CARD.lstrip(), "card fouls.saw-one: this id is given twice"),
        (
            "digests/fair_play_act.yaml",
            DIGESTS.replace("Reporting a foul, fr", "Reporting, seeing a foul, fr"),
            "digest 4.10: heading.seeing a foul: is not a field: a text that holds a comma needs",
        ),
        (
            "digests/fair_play_act.yaml",
            DIGESTS.replace("source: fair_play_act", "source: nowhere"),
            "nowhere: this source is not in registry.yaml",
        ),
        (
            "contacts.yaml",
            CONTACTS.replace("fr: L'arbitre", 'fr: ""'),
            "contact referee: name: both languages are required",
        ),
        ("contacts.yaml", CONTACTS + "    how: twice\n", "line 14: `how` is given twice"),
        ("routing.yaml", ROUTING.replace("{first: [referee]", "{frist: [referee]"), "first"),
        ("vocabulary.yaml", "topics: fouls\n", "must be a list"),
        ("organisations/club.yaml", "{id: other, name: {en: a, fr: b}, kind: club}", "club.yaml"),
    ],
)
def test_a_writer_is_told_file_item_and_field(
    corpus_of: MakeCorpus, file: str, content: str, told: str
) -> None:
    with pytest.raises(CorpusError) as error:
        corpus_of(**{file: content})
    assert told in str(error.value)
    assert file.rpartition("/")[2] in str(error.value) or told.startswith("nowhere")


def test_no_folder_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(CorpusError, match="no corpus folder"):
        load_corpus(tmp_path / "nothing")


def test_an_overlay_wins_card_by_card_digest_by_provision_contact_by_id(tmp_path: Path) -> None:
    base = write(tmp_path / "base")
    over = tmp_path / "over"
    own_card = CARD.replace("Yes. You must", "Here, you must")
    new_card = CARD.replace("fouls.saw-one", "fouls.ours").lstrip()
    for name, content in {
        "cards/ours.yaml": own_card + new_card,
        "digests/ours.yaml": DIGESTS.replace("Reporting a foul", "Our reporting"),
        "contacts.yaml": CONTACTS.replace("The referee", "Our referee"),
        "vocabulary.yaml": VOCABULARY.replace("fouls, name: {en: Fouls", "own, name: {en: Own"),
    }.items():
        (over / name).parent.mkdir(parents=True, exist_ok=True)
        (over / name).write_text(content, encoding="utf-8")

    corpus = load_corpus(base, over)

    assert corpus.cards["fouls.saw-one"].short.en.startswith("Here")
    assert set(corpus.cards) == {"fouls.saw-one", "fouls.ours"}
    digest = corpus.digest("fair_play_act#4.10", Language.EN)
    assert digest is not None and digest.heading == "Our reporting"
    assert corpus.contacts["referee"].name.en == "Our referee"
    assert corpus.routing.topics["fouls"].first == ("referee",)
    assert corpus.vocabulary.ids("topics") == {"fouls", "own"}


def test_an_absent_overlay_changes_nothing(tmp_path: Path) -> None:
    base = write(tmp_path / "base")
    assert load_corpus(base, tmp_path / "none").version == load_corpus(base).version


def test_the_version_follows_every_byte(tmp_path: Path) -> None:
    folder = write(tmp_path / "corpus")
    before = load_corpus(folder).version
    assert load_corpus(folder).version == before
    path = folder / "contacts.yaml"
    path.write_text(path.read_text() + "# read again\n")
    assert load_corpus(folder).version != before


def test_a_citation_covers_digests_of_children_only(corpus_of: MakeCorpus) -> None:
    child = DIGESTS[DIGESTS.index("  - locator") :]
    digests = DIGESTS + child.replace("4.10", '"4(1)"') + child.replace("4.10", '"4.1"')
    corpus = corpus_of(**{"digests/fair_play_act.yaml": digests})
    covered = corpus.cited_digests("fair_play_act#4", Language.EN)
    assert [digest.locator for digest in covered] == ["4(1)"]
    assert covered[0].ancestors == ("4",)


def test_the_packaged_corpus_loads() -> None:
    corpus = load_corpus(packaged("corpus"))
    assert corpus.sources["psdpa"].justice is not None
