"""Read the YAML that people write, and say where it is wrong in words they can act on."""

from __future__ import annotations

import re
from collections.abc import Hashable
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import TypeAdapter, ValidationError

from advisor.errors import CorpusError

T = TypeVar("T")

_WORDS = {
    "missing": "is missing",
    "extra_forbidden": "is not a field of this format",
    "string_type": "must be a text",
    "tuple_type": "must be a list",
    "list_type": "must be a list",
    "dict_type": "must be fields with values",
    "model_type": "must be fields with values",
}


class _Loader(yaml.CSafeLoader):
    """YAML without surprises: only `true`, `false` and nothing are not texts.

    YAML 1.1 reads `on` as true, `4.10` as 4.1 and `2024-08-19` as a date; a locator or a key
    would change under the writer's hands. The models turn digits into numbers where due.
    """

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:
        seen: set[str] = set()
        for key, _ in node.value:
            if isinstance(key, yaml.ScalarNode):
                if key.value in seen:
                    raise yaml.MarkedYAMLError(
                        problem=f"`{key.value}` is given twice", problem_mark=key.start_mark
                    )
                seen.add(key.value)
        return super().construct_mapping(node, deep)


_Loader.yaml_implicit_resolvers = {}
_Loader.add_implicit_resolver(
    "tag:yaml.org,2002:null", re.compile(r"^(?:~|null|)$"), ["~", "n", ""]
)
_Loader.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile(r"^(?:true|false)$"), ["t", "f"])
# YAML's own default resolvers are lists of first letters; ours must not be shared with SafeLoader's


def read_yaml(path: Path) -> Any:
    """The content of a YAML file: dicts, lists, texts, booleans and None.

    Raises CorpusError with file and line when it is not YAML, not UTF-8, or says a key twice.
    """
    try:
        return yaml.load(path.read_text(encoding="utf-8"), Loader=_Loader)  # noqa: S506 - safe by base
    except UnicodeDecodeError as error:
        raise CorpusError(str(path), "is not UTF-8") from error
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        where = f"{path}, line {mark.line + 1}" if mark else str(path)
        raise CorpusError(where, error.problem or "is not YAML") from error
    except yaml.YAMLError as error:
        raise CorpusError(str(path), f"is not YAML: {error}") from error
    except OSError as error:
        raise CorpusError(str(path), error.strerror or "cannot be read") from error


def rows(data: Any, key: str, path: Path) -> list[Any]:
    """The items of a file that is a list, or holds one under `key`. Else raises CorpusError."""
    if isinstance(data, dict) and set(data) == {key}:
        data = data[key]
    if data is None:
        return []
    if not isinstance(data, list):
        raise CorpusError(str(path), f"must be a list, or a list under `{key}`")
    return data


def validated(adapter: TypeAdapter[T], data: Any, path: Path, what: str, id_field: str = "id") -> T:
    """`data` as the adapter's type. Raises CorpusError with file, item (`what`, id) and fields."""
    try:
        return adapter.validate_python(data)
    except ValidationError as error:
        name = data.get(id_field) if isinstance(data, dict) else None
        item = f"{path}: {what} {name}" if name else f"{path}: {what}"
        problems = error.errors(include_url=False, include_context=False)
        raise CorpusError(item, "; ".join(_said(problem) for problem in problems)) from error


def _said(problem: Any) -> str:
    place = ".".join(str(step) for step in problem["loc"])
    words = _WORDS.get(problem["type"], problem["msg"].removeprefix("Value error, "))
    if problem["type"] == "extra_forbidden" and problem["input"] is None:
        words = "is not a field: a text that holds a comma needs quotes"
    if problem["type"] == "string_type" and isinstance(problem["input"], dict):
        words = "must be a text: one that holds a colon and a space needs quotes"
    return f"{place}: {words}" if place else words
