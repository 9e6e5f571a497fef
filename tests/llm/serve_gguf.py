"""Serve a GGUF file with llama.cpp on a free port of loopback; prints the address, then waits.

    python tests/llm/serve_gguf.py FILE

A process of its own, so that a test can end it whatever it is doing. One thread: two would wait for
each other whenever the machine is busy with something else (measured: 40 times slower).
"""

from __future__ import annotations

import sys
import threading

import xllamacpp


def serve(file: str) -> None:
    """Serve `file` until the process is ended."""
    params = xllamacpp.CommonParams()
    params.model.path = file
    params.n_ctx = 4096
    params.n_parallel = 1
    params.sampling.penalty_repeat = 1.15
    params.cpuparams.n_threads = params.cpuparams_batch.n_threads = 1
    params.port = 0
    params.warmup = False
    server = xllamacpp.Server(params)
    print(server.listening_address, flush=True)
    threading.Event().wait()


if __name__ == "__main__":
    serve(sys.argv[1])
