"""What every passage index must honour. Subclass and supply the `index` fixture.

The fixture holds, in `core-en`, the passages `gift` ("a gift from a supplier") and `vote`
("a vote in an election"), and in `dept-cra-en` the passage `tax` ("a gift of tax data").
"""

from __future__ import annotations

from advisor.retrieval.ports import PassageIndex
from tests.fakes.embedder import WordEmbedder

GIFT, VOTE, TAX = "a gift from a supplier", "a vote in an election", "a gift of tax data"
COLLECTIONS = {"core-en": {"gift": GIFT, "vote": VOTE}, "dept-cra-en": {"tax": TAX}}


def _search(
    index: PassageIndex, question: str, collections: list[str], limit: int = 5
) -> list[str]:
    vector = WordEmbedder().embed([question])[0]
    return [hit.passage_id for hit in index.search(question, vector, collections, limit)]


class PassageIndexContract:
    def test_the_nearest_passage_comes_first(self, index: PassageIndex) -> None:
        assert _search(index, "gift supplier", ["core-en"])[0] == "gift"

    def test_a_private_collection_is_searched_only_when_named(self, index: PassageIndex) -> None:
        assert "tax" not in _search(index, "gift of tax data", ["core-en"])
        assert "tax" in _search(index, "gift of tax data", ["core-en", "dept-cra-en"])

    def test_an_unknown_collection_finds_nothing(self, index: PassageIndex) -> None:
        assert _search(index, "gift", ["core-fr"]) == []

    def test_no_more_than_the_limit_comes_from_a_collection(self, index: PassageIndex) -> None:
        assert len(_search(index, "gift vote supplier election", ["core-en"], limit=1)) == 1
