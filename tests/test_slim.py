from __future__ import annotations

import re
import subprocess
import sys
from importlib.metadata import PackageNotFoundError, requires
from pathlib import Path

_HEAVY = {"torch", "transformers", "sentence-transformers", "langchain", "langchain-core"}
_SLIM = Path(__file__).parent.parent / "docs" / "slim.txt"


def _needs(name: str) -> set[str]:
    """What a package needs without extras, on this machine."""
    try:
        found = requires(name) or []
    except PackageNotFoundError:
        return set()
    plain = (one for one in found if "extra ==" not in one)
    return {
        re.split(r"[\s;<>=!~\[(]", one, maxsplit=1)[0].lower().replace("_", "-") for one in plain
    }


def test_nothing_in_the_slim_list_brings_in_torch_or_langchain() -> None:
    wanted = [line.strip().lower() for line in _SLIM.read_text().splitlines() if line[:1] != "#"]
    closure: set[str] = set()
    while wanted:
        name = wanted.pop()
        if name and name not in closure:
            closure.add(name)
            wanted += _needs(name)
    assert "onnxruntime" in closure
    assert not closure & _HEAVY


def _run(code: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)


def test_help_loads_nothing_heavy() -> None:
    done = _run(
        "import sys; sys.argv = ['advisor', '--help']\n"
        "from advisor.cli import main\n"
        "try: main()\n"
        "except SystemExit as leaving: assert not leaving.code\n"
        "heavy = {'torch', 'langchain', 'langchain_core', 'transformers', 'chromadb',"
        " 'sentence_transformers', 'onnxruntime', 'sqlalchemy', 'fastapi'} & set(sys.modules)\n"
        "assert not heavy, heavy\n"
    )
    assert done.returncode == 0, done.stderr
    assert "advisor" in done.stdout


def test_the_service_starts_without_torch_and_langchain() -> None:
    blocked = "torch transformers sentence_transformers langchain langchain_core langchain_openai"
    done = _run(
        "import sys\n"
        f"for name in '{blocked}'.split(): sys.modules[name] = None\n"
        "from advisor.config import Settings\n"
        "from api.app import create_app\n"
        "import advisor.bootstrap, advisor.retrieval.embedding as e\n"
        "create_app(Settings(home='/nonexistent', database_url='sqlite://'))\n"
        "assert e.embedder().embed(['bonjour']).shape[0] == 1\n"
    )
    assert done.returncode == 0, done.stderr


def test_a_chat_model_is_refused_with_the_reason_where_langchain_is_absent() -> None:
    blocked = "langchain langchain_core langchain_openai langsmith httpx2"
    done = _run(
        "import sys\n"
        f"for name in '{blocked}'.split(): sys.modules[name] = None\n"
        "from advisor.errors import ConfigurationError\n"
        "from advisor.llm.composer import llm_composer\n"
        "from advisor.phrases import Phrases\n"
        "try: llm_composer('openai:x', 'http://127.0.0.1:9/v1', 'k', 5.0, Phrases())\n"
        "except ConfigurationError as error: print(error)\n"
    )
    assert done.returncode == 0, done.stderr
    assert "package absent: langchain" in done.stdout
