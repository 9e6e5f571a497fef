"""One thing wrong with the corpus."""

from __future__ import annotations

from advisor.domain.values import Language, Value


class Problem(Value):
    """What is wrong (`code`), where, and the fact that shows it.

    `kind` and `id` name the item (`card`, `digest`, `contact`, `route`, `organisation`, `topic`);
    `field` the part of it; `language` is absent where it does not matter.
    """

    code: str
    kind: str
    id: str
    field: str = ""
    language: Language | None = None
    detail: str = ""
