from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from advisor.corpus.locking import sole_writer
from advisor.errors import HomeBusy


def _entered(home: Path) -> bool:
    with sole_writer(home):
        return True


def test_who_holds_a_home_may_enter_again_and_keeps_it(tmp_path: Path) -> None:
    with ThreadPoolExecutor(1) as other, sole_writer(tmp_path):
        assert _entered(tmp_path)
        with pytest.raises(HomeBusy) as refused:
            other.submit(_entered, tmp_path).result()
        assert refused.value.home == tmp_path


def test_a_home_is_free_again_after_a_failure(tmp_path: Path) -> None:
    home = tmp_path / "not" / "there" / "yet"
    with pytest.raises(ZeroDivisionError), sole_writer(home):
        raise ZeroDivisionError
    with ThreadPoolExecutor(1) as other:
        assert other.submit(_entered, home).result()


def test_two_homes_are_written_to_at_once(tmp_path: Path) -> None:
    with ThreadPoolExecutor(1) as other, sole_writer(tmp_path / "one"):
        assert other.submit(_entered, tmp_path / "two").result()
