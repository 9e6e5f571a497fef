"""What routes ask for, as annotated aliases."""

from __future__ import annotations

from typing import Annotated, cast

from fastapi import Depends, Query, Request

from advisor.answering.engine import Advisor
from advisor.config import Settings
from advisor.corpus.loading import Corpus
from advisor.domain.values import Language
from advisor.phrases import Phrases
from advisor.retrieval.generations import Generation
from api.access import User, anyone
from api.errors import request_language
from api.holder import AdvisorHolder
from api.store.database import Database


def get_language(
    request: Request,
    language: Annotated[Language | None, Query(description="Language of every text")] = None,
) -> Language:
    """The language asked for, else that of the request's headers."""
    return language or request_language(request)


def get_settings(request: Request) -> Settings:
    """The settings the service was started with."""
    return cast(Settings, request.app.state.settings)


def get_holder(request: Request) -> AdvisorHolder:
    """What holds the advisor, loaded or not."""
    return cast(AdvisorHolder, request.app.state.holder)


def get_advisor(request: Request) -> Advisor:
    """The advisor, once it is loaded."""
    return get_holder(request).get()


def get_generation(request: Request) -> Generation:
    """The index being served, the same for the whole request."""
    return get_advisor(request).serving.generation()


def get_phrases(request: Request) -> Phrases:
    """The advisor's own words."""
    return cast(Phrases, request.app.state.phrases)


def get_corpus(request: Request) -> Corpus:
    """The corpus being served, or the one on disk while no index is."""
    advisor = get_holder(request).loaded
    if advisor is not None:
        return advisor.serving.generation().corpus
    return cast(Corpus, request.app.state.corpus)


def get_database(request: Request) -> Database:
    """The record."""
    return cast(Database, request.app.state.database)


UserDep = Annotated[User, Depends(anyone)]
SettingsDep = Annotated[Settings, Depends(get_settings)]
HolderDep = Annotated[AdvisorHolder, Depends(get_holder)]
AdvisorDep = Annotated[Advisor, Depends(get_advisor)]
GenerationDep = Annotated[Generation, Depends(get_generation)]
PhrasesDep = Annotated[Phrases, Depends(get_phrases)]
CorpusDep = Annotated[Corpus, Depends(get_corpus)]
DatabaseDep = Annotated[Database, Depends(get_database)]
LanguageDep = Annotated[Language, Depends(get_language)]
PageLanguageDep = Annotated[Language, Depends(request_language)]
