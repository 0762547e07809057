"""Coverage-guided fuzzing of one reader, as a program for libFuzzer (atheris).

    program.py READER NEW_INPUTS [MORE_INPUTS...] [libFuzzer's options]

Whatever escapes a reader but an error of ours ends the run, and libFuzzer leaves the input where it was told to.
Inputs that reach new code are written to NEW_INPUTS.
"""

from __future__ import annotations

import logging
import sys
import warnings
from pathlib import Path

import atheris

sys.path.insert(0, str(Path(__file__).parents[2]))

with atheris.instrument_imports(include=["peerreview"], enable_loader_override=False):
    from tests.fuzz.readers import refused


def main() -> None:
    """Read what libFuzzer makes up until it has had enough."""
    logging.disable()
    warnings.simplefilter("ignore")  # libraries warn about odd files; what counts is what they raise
    name = sys.argv.pop(1)

    def one(data: bytes) -> None:
        refused(name, data)

    atheris.Setup(sys.argv, one)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
