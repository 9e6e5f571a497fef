"""The advisor of the process: loaded in the background, loaded again when it failed."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

import structlog

from advisor.answering.engine import Advisor
from advisor.domain.values import Language
from advisor.errors import RetrievalError
from api.errors import Refusal

_RETRY_SECONDS = 3.0
_PATIENCE_SECONDS = 8.0

_log = structlog.get_logger("api")


class AdvisorHolder:
    """Holds the advisor, so that the service answers `/healthz` while it loads.

    A question that comes while it loads waits a little. A failed load is tried again at the next
    question, at most every three seconds.
    """

    def __init__(
        self,
        load: Callable[[], Advisor],
        retry: float = _RETRY_SECONDS,
        patience: float = _PATIENCE_SECONDS,
    ) -> None:
        """`load` builds the advisor, or raises; `retry` and `patience` are seconds."""
        self._load, self._retry, self._patience = load, retry, patience
        self._advisor: Advisor | None = None
        self._failure: Exception | None = None
        self._lock = threading.Lock()
        self._settled = threading.Event()
        self._settled.set()
        self._not_before = 0.0

    def start(self) -> None:
        """Begin to load, unless a load is under way or has just failed."""
        with self._lock:
            if not self._settled.is_set() or time.monotonic() < self._not_before:
                return
            self._settled.clear()
        threading.Thread(target=self._try, name="load advisor", daemon=True).start()

    def get(self, language: Language | None = None) -> Advisor:
        """The advisor. Raises Refusal (`not-ready`, said in `language`) when there is none soon."""
        if self._advisor is None:
            self.start()
            self._settled.wait(self._patience)
        advisor = self._advisor
        if advisor is None:
            raise Refusal("not-ready", language)
        return advisor

    @property
    def loaded(self) -> Advisor | None:
        """The advisor, if it is there already."""
        return self._advisor

    @property
    def model_loaded(self) -> bool:
        """Whether the embedding model is there; it loads before the index is opened."""
        return self._advisor is not None or isinstance(self._failure, RetrievalError)

    def doubt(self) -> None:
        """What serves proved damaged: let it go and open it anew, every file checked."""
        self._advisor = None
        self.start()

    def _try(self) -> None:
        try:
            self._advisor, self._failure = self._load(), None
        except Exception as error:
            _log.error("not ready", error=type(error).__name__)
            self._failure = error
            self._not_before = time.monotonic() + self._retry
        finally:
            self._settled.set()
