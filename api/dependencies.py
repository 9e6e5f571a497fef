"""What routes ask for, as annotated aliases."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import Annotated, cast

from fastapi import Depends, Request

from advisor.answering.engine import Advisor
from advisor.config import Settings
from advisor.corpus.loading import Corpus
from advisor.domain.values import Language
from advisor.errors import AdvisorError
from advisor.phrases import Phrases
from api.access import User, anyone
from api.errors import Refusal, request_language
from api.store.database import Database

_RETRY_SECONDS = 3.0
_PATIENCE_SECONDS = 8.0


class AdvisorHolder:
    """The advisor, loaded in the background so that the service answers `/healthz` at once.

    A question that comes while it loads waits a little. A failed load is tried again at the next
    question, at most every three seconds.
    """

    def __init__(self, load: Callable[[], Advisor]) -> None:
        """`load` builds the advisor, or raises AdvisorError."""
        self._load = load
        self._advisor: Advisor | None = None
        self._starting = threading.Lock()
        self._settled = threading.Event()
        self._tried = 0.0

    def start(self) -> None:
        """Begin to load, unless a load is under way or has just failed."""
        with self._starting:
            if self._tried and time.monotonic() - self._tried < _RETRY_SECONDS:
                return
            self._tried = time.monotonic()
            self._settled.clear()
            threading.Thread(target=self._try, name="load advisor", daemon=True).start()

    def get(self) -> Advisor:
        """The advisor. Raises Refusal (`not-ready`) when it cannot be loaded, or not soon."""
        if self._advisor is None and self._settled.is_set():
            self.start()
        if self._advisor is None:
            self._settled.wait(_PATIENCE_SECONDS)
        if self._advisor is None:
            raise Refusal("not-ready")
        return self._advisor

    def ready(self) -> bool:
        """Whether the advisor is loaded."""
        return self._advisor is not None

    def _try(self) -> None:
        try:
            self._advisor = self._load()
        except AdvisorError:
            self._tried = time.monotonic()
        finally:
            self._settled.set()


def get_settings(request: Request) -> Settings:
    """The settings the service was started with."""
    return cast(Settings, request.app.state.settings)


def get_advisor(request: Request) -> Advisor:
    """The advisor, once it is loaded."""
    return cast(AdvisorHolder, request.app.state.holder).get()


def get_phrases(request: Request) -> Phrases:
    """The advisor's own words."""
    return cast(Phrases, request.app.state.phrases)


def get_corpus(request: Request) -> Corpus:
    """The corpus being served, or the one on disk while no index is."""
    holder = cast(AdvisorHolder, request.app.state.holder)
    if holder.ready():
        return holder.get().serving.generation().corpus
    return cast(Corpus, request.app.state.corpus)


def get_database(request: Request) -> Database:
    """The record."""
    return cast(Database, request.app.state.database)


UserDep = Annotated[User, Depends(anyone)]
SettingsDep = Annotated[Settings, Depends(get_settings)]
AdvisorDep = Annotated[Advisor, Depends(get_advisor)]
PhrasesDep = Annotated[Phrases, Depends(get_phrases)]
CorpusDep = Annotated[Corpus, Depends(get_corpus)]
DatabaseDep = Annotated[Database, Depends(get_database)]
LanguageDep = Annotated[Language, Depends(request_language)]
