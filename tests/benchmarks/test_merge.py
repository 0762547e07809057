"""Merging a colleague's file, beside twenty other reviews in the store and beside two thousand."""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from statistics import median

import pytest

from peerreview.journal.compose import Edit
from peerreview.services import opening, sending, writing
from tests.benchmarks.stores import add_reviews
from tests.integration.durability.profiles import WORDS, make_triad

FEW, MANY, ROUNDS = 20, 2_000, 15
POINT = "5" * 32


def merging(folder: Path, others: int) -> float:
    """The median of some merges, in milliseconds: both wrote in one field, and each round there are two versions."""
    with ExitStack() as closing:
        triad = make_triad(folder, closing)
        miriam, dele = triad.miriam, triad.dele
        add_reviews(miriam, others)
        took = []
        for number in range(ROUNDS):
            for app in (miriam, dele):
                edit = Edit("main_point", POINT, "text", WORDS.format(f"{number} {app.signer.name}"))
                writing.write(app.ports, app.signer, triad.review, [edit])
            path = folder / f"{secrets.token_hex(4)}.prb"
            sending.working_copy(dele.ports, dele.signer, triad.review, [miriam.signer.person], path)
            began = time.perf_counter()
            brought = opening.bring_in(miriam.ports, miriam.signer, path)
            took.append((time.perf_counter() - began) * 1000)
            assert brought.two_versions
        return median(took[1:])


@pytest.mark.benchmark
def test_a_merge_does_not_cost_more_for_the_reviews_beside_it(tmp_path: Path, figure: Callable[..., None]) -> None:
    few, many = merging(tmp_path / "few", FEW), merging(tmp_path / "many", MANY)
    figure(f"a merge beside {MANY:,} reviews", many, against=f"beside {FEW}", bare=few, ratio=1.25)
