"""Settings: read once, from the environment, above everything that answers."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from advisor.errors import ConfigurationError


class ModelUse(StrEnum):
    """Where a model speaks: where no card fits, or also to fit a card to the question."""

    GAPS = "gaps"
    TAILOR = "tailor"


class ModelSettings(BaseModel):
    """A chat model by name (`openai:gpt-4.1-mini`); none by default."""

    name: str | None = None
    base_url: str | None = None
    api_key: SecretStr | None = None
    use: ModelUse = ModelUse.GAPS
    timeout: float = 20.0


class ChromaSettings(BaseModel):
    """A Chroma server; without a host Chroma runs embedded in the one process."""

    host: str | None = None
    port: int = 8000
    ssl: bool = False


class Settings(BaseSettings):
    """Every setting, as `ADVISOR_<NAME>`; parts of a group after a double underscore."""

    model_config = SettingsConfigDict(
        env_prefix="ADVISOR_", env_nested_delimiter="__", frozen=True, extra="ignore"
    )

    home: Path = Path(".advisor")
    host: str = "127.0.0.1"
    port: int = 8000
    access: Literal["open"] = "open"
    database_url: str | None = None
    embedding_model: str = "bundled"
    model: ModelSettings = ModelSettings()
    chroma: ChromaSettings = ChromaSettings()
    review: Literal["off", "on"] = "off"
    officers: tuple[str, ...] = ()
    retention_days: int = 30
    log_level: str = "info"

    @property
    def database(self) -> str:
        """The address of the record: the one configured, or a file in the home."""
        return self.database_url or f"sqlite:///{(self.home / 'data.db').resolve()}"

    @property
    def overlay(self) -> Path:
        """A department's own corpus, in the same formats; it wins by id."""
        return self.home / "corpus"


def load_settings() -> Settings:
    """The settings of this process. Raises ConfigurationError naming the first that is wrong."""
    try:
        return Settings()
    except ValidationError as error:
        first = error.errors()[0]
        name = "ADVISOR_" + "__".join(str(part).upper() for part in first["loc"])
        raise ConfigurationError(name, str(first["msg"])) from error
