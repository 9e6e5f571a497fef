"""What the command line lends to packages that join it by entry point."""

from __future__ import annotations

from advisor.cli.indexing import build_with_progress
from advisor.cli.words import say


class Terminal:
    """The words of the command line and its way of building an index."""

    def say(self, key: str, **values: object) -> str:
        """The phrase `cli.<key>` in the language spoken."""
        return say(key, **values)

    def index(self) -> None:
        """Build the index of the home and show how far it is."""
        build_with_progress()
