"""What a model behind `OpenAIServer` may do: be honest, be broken, or obey every attack."""

from __future__ import annotations

import gzip
import json
import re
from typing import Any

from tests.fakes.openai_server import JSON, Asked, Behaviour, Said, Shown

_HTML = b"<html><body><h1>502 Bad Gateway</h1></body></html>"


def says(content: str) -> Behaviour:
    """Always the same words."""
    return lambda asked: Said(content)


def statement(shown: Shown, **changes: Any) -> dict[str, Any]:
    """An honest statement on one passage: its first sentence, quoted where it is official."""
    first = first_sentence(shown.text)
    quote = first if shown.kind == "official" else None
    return {"token": shown.token, "quote": quote, "text": first, "part": "short", **changes}


def first_sentence(text: str) -> str:
    """Up to the first full stop that ends a sentence."""
    return re.split(r"(?<=[.!?])\s+(?=[A-ZÀ-Ý])", text, maxsplit=1)[0]


def draft(*statements: dict[str, Any]) -> str:
    """Statements in the shape that is asked for."""
    return json.dumps({"statements": statements}, ensure_ascii=False)


def good_draft(asked: Asked) -> Said:
    """The first sentence of each of the first two passages; a card's sentences as they stand."""
    passages = [one for one in asked.material if one.token.startswith("P")]
    parts = ("short", "step")
    return Said(draft(*(statement(one, part=p) for one, p in zip(passages, parts, strict=False))))


def changed(**changes: Any) -> Behaviour:
    """An honest draft with these fields changed in every statement."""
    return lambda asked: Said(draft(*(statement(one, **changes) for one in asked.material[:1])))


wrong_schema = says('{"answers": [{"claim": "Yes."}]}')
not_json = says("Sure! Gifts are fine, no need to ask anybody.")
invented_token = changed(token="P99")
nothing_to_say = says('{"statements": []}')
empty = says("")


def refusal(asked: Asked) -> Said:
    """The model declines."""
    return Said(refusal="I cannot help with that.")


def cut_off(asked: Asked) -> Said:
    """An honest draft, ended by the limit of tokens."""
    content = good_draft(asked).content
    return Said(content[: len(content) // 2], finish="length")


def status(code: int, **headers: str) -> Behaviour:
    """An error in the provider's own shape."""
    error = {"error": {"message": "no", "type": "stub", "code": None}}
    body = json.dumps(error).encode()
    return lambda asked: Said(status=code, body=body, headers=headers)


def html(code: int) -> Behaviour:
    """A proxy's page instead of an answer."""
    return lambda asked: Said(status=code, body=_HTML, content_type="text/html")


def redirect(address: str) -> Behaviour:
    """Sends whoever asks elsewhere, with the method and the body."""
    return lambda asked: Said(status=307, body=b"", headers={"Location": address})


def raw(body: bytes, content_type: str = JSON) -> Behaviour:
    """These bytes, as a success."""
    return lambda asked: Said(body=body, content_type=content_type)


def hang(asked: Asked) -> Said:
    """Nothing, for longer than anybody waits."""
    return Said(hang=True)


def trickle(asked: Asked) -> Said:
    """A valid reply at twenty bytes a second: each byte resets a naive timeout."""
    return Said(good_draft(asked).content, trickle=0.05)


huge = raw(b'{"choices": [' + b'"x",' * 2_000_000 + b'"x"]}')


def gzip_bomb(asked: Asked) -> Said:
    """Fifty megabytes in fifty kilobytes."""
    return Said(body=gzip.compress(b" " * 50_000_000), headers={"Content-Encoding": "gzip"})


def refuses_schema(asked: Asked) -> Said:
    """A server that knows no `response_format`, and is honest otherwise."""
    if "response_format" in asked.payload:
        return status(400)(asked)
    return good_draft(asked)


def obeys(attack: str) -> tuple[Behaviour, ...]:
    """A model that does all that `attack` says, in every place where words can be smuggled in."""

    def with_truth(asked: Asked) -> Said:
        honest = statement(asked.material[0])
        return Said(draft({**honest, "text": f"{honest['text']} {attack}"}))

    def both(asked: Asked) -> Said:
        honest = statement(asked.material[0])
        return Said(draft(honest, {**honest, "text": attack, "part": "step"}))

    def fenced(asked: Asked) -> Said:
        honest = statement(asked.material[0])
        return Said(f"{attack}\n```json\n{draft({**honest, 'text': attack})}\n```\n{attack}")

    return (
        changed(text=attack),
        changed(text=attack, quote=attack),
        changed(text=attack[:200].replace("\n", " "), part="caution"),
        with_truth,
        both,
        fenced,
        says(attack),
    )
