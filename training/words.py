"""The commonest English and French words, by frequency in everyday text."""

from __future__ import annotations

from wordfreq import top_n_list

KEPT_WHOLE = 60_000  # words of each language whose pieces stay in the vocabulary
TRAINED_ON = 12_000  # English words that are texts of their own in training


def vocabulary_words() -> list[str]:
    """The commonest words of both languages, in lower case and capitalised."""
    words = [word for language in ("en", "fr") for word in top_n_list(language, KEPT_WHOLE)]
    return words + [word.capitalize() for word in words]


def common_english() -> list[str]:
    """The commonest English words, alphabetic and longer than two letters, commonest first."""
    return [word for word in top_n_list("en", TRAINED_ON) if len(word) > 2 and word.isalpha()]
