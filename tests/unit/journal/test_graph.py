"""Who knew what: the chains answer as walking the whole graph would."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from peerreview.journal import graph as graphs
from peerreview.journal.change import Change, Op, StoredChange, build_change
from peerreview.journal.graph import Graph, MissingAncestors, Past

STREAM = "review-" + "a" * 32


def change(number: int, deps: set[str], actor: int = 0, at: int = 0) -> StoredChange:
    op = Op(f"{number}", "note", "text", "0" * 64, ())
    when = f"20{at:02d}-11-17T11:45:00.000Z"
    return build_change(Change(STREAM, f"{actor:064x}", "c" * 32, tuple(sorted(deps)), when, (op,)))


@st.composite
def histories(draw: st.DrawFn) -> list[StoredChange]:
    """Changes whose deps are any of the earlier ones: turns taken, forks, restored copies, several beginnings."""
    made: list[StoredChange] = []
    for number in range(draw(st.integers(1, 25))):
        deps = draw(st.sets(st.integers(0, number - 1), max_size=3)) if number else set()
        made.append(change(number, {made[dep].id for dep in deps}, draw(st.integers(0, 3)), draw(st.integers(0, 99))))
    return made


def grown(made: list[StoredChange]) -> Graph:
    graph = Graph()
    for stored in made:
        graph.add(graph.place(stored))
    return graph


@given(histories(), st.integers(0, 2))
def test_a_node_knows_its_ancestors_and_nobody_else(made: list[StoredChange], chains: int) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(graphs, "_MOST_CHAINS", chains or graphs._MOST_CHAINS)
        graph = grown(made)
    ancestors: dict[str, set[str]] = {}
    for stored in made:
        deps = stored.change.deps
        ancestors[stored.id] = {stored.id}.union(*(ancestors[dep] for dep in deps))
        node = graph.nodes[stored.id]
        assert node.depth == max((graph.nodes[dep].depth + 1 for dep in deps), default=0)
        assert node.latest == max(graph.nodes[name].stored.change.at for name in ancestors[stored.id])
    for one in made:
        for other in made:
            knows = other.id in ancestors[one.id]
            assert graph.nodes[one.id].knows(graph.nodes[other.id]) == knows
            assert graph.nodes[one.id].beside(graph.nodes[other.id]) == (
                not knows and one.id not in ancestors[other.id]
            )
    known = set().union(*(stored.change.deps for stored in made))
    assert set(graph.tips) == {stored.id for stored in made} - known


def test_taking_turns_makes_one_chain_and_two_devices_two() -> None:
    graph = Graph()
    tips: dict[int, str] = {}
    for number in range(60):
        actor = number % 2
        # Each goes on from its own last change, and now and then hears of the other's.
        deps = {tips[actor]} if actor in tips else set()
        if number % 7 == 0:
            deps |= set(tips.values())
        stored = change(number, deps, actor)
        graph.add(graph.place(stored))
        tips[actor] = stored.id
    assert len({node.chain for node in graph}) <= 3


def test_what_several_know_is_what_each_of_them_knows() -> None:
    made = [change(0, set())]
    for number in range(1, 60):  # far more branches than a key gets chains
        made.append(change(number, {made[number // 3].id}, actor=1))
    graph = grown(made)
    some = [graph.nodes[made[number].id] for number in (5, 40, 59)]
    past = Past(some)
    for node in graph:
        assert past.knows(node) == any(one.knows(node) for one in some)


def test_a_key_that_forks_for_ever_costs_everybody_else_nothing() -> None:
    made = [change(0, set())]
    made += [change(number, {made[0].id}, actor=1) for number in range(1, 3000)]
    tip = made[1].id
    for number, branch in enumerate(made[2:3000]):
        made.append(change(3000 + number, {tip, branch.id}, actor=1))
        tip = made[-1].id
    honest = change(9000, {tip}, actor=2)
    graph = grown([*made, honest])
    last = graph.nodes[honest.id]
    assert all(last.knows(node) for node in graph)
    assert max(len(node.clock) for node in graph) < 20


def test_placing_changes_nothing() -> None:
    graph = grown([change(0, set())])
    graph.place(change(1, set(graph.tips)))
    assert len(graph.nodes) == 1
    assert len(graph.tips) == 1


def test_what_is_missing_is_named() -> None:
    here, away = change(0, set()), change(1, set())
    graph = grown([here])
    with pytest.raises(MissingAncestors) as caught:
        graph.place(change(2, {here.id, away.id}))
    assert caught.value.missing == (away.id,)
    assert caught.value.exit_code == 1


def test_an_op_is_found_by_its_exact_id() -> None:
    stored = change(0, set())
    graph = grown([stored])
    found = graph.op(f"{stored.id}:0")
    assert found is not None
    assert found.op is stored.change.ops[0]
    for name in (f"{stored.id}:1", f"{stored.id}:00", stored.id, f"{stored.id}:", "", "b" * 64 + ":0"):
        assert graph.op(name) is None
