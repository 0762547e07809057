"""Which network documents are believed: only the standing root's, and a new root only once its words were compared."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from peerreview.domain.exchange import BundleKind, DocumentKind, SignedDocument
from peerreview.domain.network import Network
from peerreview.errors import BadInput, Refused
from peerreview.identity import membership as cards
from peerreview.identity import network_document
from peerreview.identity.root import Root, new_root, open_root
from peerreview.services import joining, stamping
from tests.integration.trust.marram import PHRASE, Desk, Vale, clock, digest


def standing(desk: Desk) -> Network:
    network = joining.ours(desk.ports, desk.signer)
    assert network is not None
    return network


def carried(vale: Vale, document: SignedDocument, to: str) -> Path:
    """A file from Miriam's computer that carries a network document."""
    return vale.post("miriam", to, kind=BundleKind.DOCUMENTS, documents=(document,))


@pytest.fixture
def old_root(vale: Vale) -> Root:
    return open_root(vale.stamp, PHRASE)


@pytest.fixture
def new_stamp(vale: Vale) -> Root:
    places = vale.folder / "new stamp", vale.folder / "new spare"
    for place in places:
        place.mkdir()
    return new_root("Marram Vale", clock(), places, PHRASE)


def test_a_replaced_root_publishes_nothing_more(vale: Vale, old_root: Root, new_stamp: Root) -> None:
    dele = vale["dele"]
    network = standing(dele)
    successor = replace(cards.succeed(new_stamp, network), number=network.number + 1)
    document = network_document.sign(new_stamp, successor, clock())
    dele.bring_in(carried(vale, document, "dele"))
    assert standing(dele).number == network.number, "the words were not compared yet"
    words = network_document.read(document, ()).check_words
    joining.accept_stamp(dele.ports, dele.signer, document, words)
    assert standing(dele).root == new_stamp.actor

    stolen = network_document.sign(old_root, replace(network, number=network.number + 9, name="Stolen"), clock())
    brought = dele.bring_in(carried(vale, stolen, "dele"))
    assert standing(dele).root == new_stamp.actor
    assert "new stamp" in brought.sentence


def test_our_root_does_not_make_another_network_ours(vale: Vale, old_root: Root) -> None:
    dele = vale["dele"]
    network = standing(dele)
    other = network_document.sign(old_root, replace(network, id=digest("other")[:32], name="Other", cards=()), clock())
    dele.bring_in(carried(vale, other, "dele"))
    assert standing(dele).id == network.id


def test_another_network_is_not_taken_for_our_new_stamp(vale: Vale, new_stamp: Root) -> None:
    dele = vale["dele"]
    network = standing(dele)
    elsewhere = replace(cards.succeed(new_stamp, network), id=digest("other")[:32], name="Other", number=9)
    document = network_document.sign(new_stamp, elsewhere, clock())
    path = carried(vale, document, "dele")
    brought = dele.bring_in(path)
    assert not brought.new_stamp
    assert "Other came along, which is not our network" in brought.sentence
    words = network_document.read(document, ()).check_words
    for accept in (
        lambda: stamping.waiting(dele.ports, dele.signer, path),
        lambda: stamping.accept(dele.ports, dele.signer, path, words),
    ):
        with pytest.raises(Refused) as refused:
            accept()
        assert refused.value.code == "other_network"
    assert standing(dele) == network


def test_another_document_of_the_same_number_is_told_and_not_applied(vale: Vale, old_root: Root) -> None:
    dele = vale["dele"]
    network = standing(dele)
    twin = network_document.sign(old_root, replace(network, name="Marram Vales"), clock())
    brought = dele.bring_in(carried(vale, twin, "dele"))
    assert standing(dele).name == network.name
    assert "another" in brought.sentence


def test_an_invitation_does_not_bring_a_new_root_into_a_network_that_is_ours(vale: Vale, new_stamp: Root) -> None:
    dele = vale["dele"]
    network = standing(dele)
    grown = replace(cards.succeed(new_stamp, network), number=network.number + 1)
    document = network_document.sign(new_stamp, grown, clock())
    view = joining.InvitationView(grown, (), grown.people, document, vale.people["gwen"])
    with pytest.raises(Refused) as refused:
        joining.request(dele.ports, dele.signer, view, vale.people["dele"], vale.path("request"))
    assert refused.value.code == "new_stamp"
    assert standing(dele).root == network.root


def test_an_older_document_changes_nothing(vale: Vale) -> None:
    dele = vale["dele"]
    network = standing(dele)
    with dele.ports.store.begin() as work:
        old = work.document(DocumentKind.NETWORK, network.id)
    assert old is not None
    dele.bring_in(vale.drop("tom"))
    newest = standing(dele)
    dele.bring_in(carried(vale, old, "dele"))
    assert standing(dele) == newest


def test_no_name_is_too_long_for_the_files_that_bear_it(vale: Vale) -> None:
    gwen = vale["gwen"]
    people = standing(gwen).people
    with pytest.raises(BadInput):
        vale.publish(people=(replace(people[0], name="x" * 201), *people[1:]))
    longest = (replace(people[0], name="x" * 200), *people[1:])
    vale["tom"].bring_in(vale.publish(people=longest))
    vale.copy("tom", "miriam", "dele")
