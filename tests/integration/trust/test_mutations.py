"""A real review file with anything at all done to it: refused or set aside, and the store's truth stays byte for byte.

Miriam's file to Dele is changed on the way (by chance, by somebody who holds Dele's recipient, by a stranger with a
key, by a colleague's own program). A few bits of any packed part or signature say nothing (they fill up its last byte):
then what is read is word for word what Miriam sent, and that is counted too.
"""

from __future__ import annotations

import struct
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from hashlib import sha256
from io import BytesIO
from itertools import pairwise
from zipfile import ZipFile

import pytest
from msgspec.structs import replace as struct_replace

from peerreview.bundles.container import MANIFEST, SIGNATURE, asic_manifest
from peerreview.bundles.layout import members
from peerreview.bundles.reader import read
from peerreview.bundles.sealing import decrypt, encrypt
from peerreview.domain.exchange import BundleContents, StreamPart
from peerreview.errors import UserFacingError
from peerreview.identity.keys import new_identity
from peerreview.journal.change import build_change, decode_change
from peerreview.persistence import schema
from peerreview.persistence.engine import connect
from peerreview.persistence.safekeeping import STORE
from peerreview.services import documents, noting, opening
from peerreview.services.ports import silent
from peerreview.services.views import BroughtIn
from tests.integration.trust.marram import UNLOCK, Begun, Vale, clock, copied, digest
from tests.unit.bundles.making import patched, place, zipped

Dump = dict[str, list[tuple[object, ...]]]
Mutants = Iterator[tuple[str, bytes]]


class Desk:
    """Dele, to whom Miriam has made a file that has not been opened yet."""

    def __init__(self, vale: Vale) -> None:
        self.vale = vale
        dele, miriam = vale["dele"], vale["miriam"]
        for text in ("books: Year 2 show the same steps", "asked three pupils", "the corridor is calm"):
            noting.add(miriam.ports, miriam.signer, vale.review, text)
        photo = vale.folder / "plan.pdf"
        photo.write_bytes(b"%PDF-1.7\n" + bytes(range(256)) * 20)
        tom = vale["tom"]
        documents.attach(tom.ports, tom.signer, vale.review, photo, "Plan")
        vale.pass_on("tom", "miriam")
        self.sealed = vale.copy("miriam", "dele").read_bytes()
        self.other = vale.copy("tom", "dele").read_bytes()
        self.ages = dele.identity.ages
        self.recipient = dele.identity.recipient
        self.raw = self.unsealed(self.sealed)
        self.read_as = self.read(self.sealed)
        self.sent = self.read_as[0]
        (key,) = UNLOCK.holder(dele.folder).keys()
        self._store = connect(dele.folder / STORE, key)
        self.before = self.dump()
        path = vale.folder / "genuine.prb"
        path.write_bytes(self.sealed)
        brought = dele.bring_in(path)
        self.genuine = _plain(self.dump())
        opening.take_out(dele.ports, dele.signer, brought.arrival)
        self._forget_seals()
        assert self.dump() == self.before

    def read(self, sealed: bytes) -> tuple[BundleContents, str]:
        """What a file says, and whose key signed it."""
        opened = read(sealed, self.ages, progress=silent)
        return opened.contents, opened.actor

    def unsealed(self, sealed: bytes) -> bytes:
        """The archive in a file."""
        return decrypt(sealed, self.ages)

    def resealed(self, raw: bytes) -> bytes:
        """An archive encrypted to Dele, as anybody can who holds the network document."""
        return encrypt(raw, [self.recipient])

    def dump(self) -> Dump:
        """Every row of truth."""
        return {
            table.name: sorted(self._store.execute(f"SELECT * FROM {table.name}").fetchall(), key=repr)
            for table in schema.metadata.sorted_tables
            if table.info["standing"] == "truth"
        }

    def try_all(self, mutants: Mutants, tally: Callable[..., None], what: str) -> None:
        """Open every mutant, and look at the store after each."""
        dele = self.vale["dele"]
        path = self.vale.folder / "mutant.prb"
        found: Counter[str] = Counter()
        for how, sealed in mutants:
            try:
                said = self.read(sealed)
            except UserFacingError:
                said = None
            if said == self.read_as:
                found["same words"] += 1
                continue
            path.write_bytes(sealed)
            try:
                brought = dele.bring_in(path)
            except UserFacingError:
                found["refused"] += 1
            else:
                found[self._came_in(brought, how)] += 1
            assert self.dump() == self.before, how
        self._told(found, tally, what)

    def _came_in(self, brought: BroughtIn, how: str) -> str:
        """Something came in: no more than what Miriam's own file brings, and what is set aside. It goes out again."""
        dele = self.vale["dele"]
        aside = {each.change for each in opening.aside(dele.ports, dele.signer)}
        new = {name: rows - _plain(self.before)[name] for name, rows in _plain(self.dump()).items()}
        for name, rows in new.items():
            unasked = rows - self.genuine[name]
            # A seal says nothing of its own, and its signature is asked when it bears something up.
            assert name == "seal" or all(aside.intersection(row) for row in unasked), f"{how}: {name}"
        for change in aside:
            opening.drop_aside(dele.ports, dele.signer, change)
        opening.take_out(dele.ports, dele.signer, brought.arrival)
        self._forget_seals()
        return "set aside" if aside else "only what is hers came in"

    def _forget_seals(self) -> None:
        """Seals that came with what was set aside stay; they say nothing of their own."""
        known = {row[0] for row in self.before["seal"]}
        for name in {row[0] for row in self.dump()["seal"]} - known:
            self._store.execute("DELETE FROM seal WHERE id = ?", (name,))

    def _told(self, found: Counter[str], tally: Callable[..., None], what: str) -> None:
        whole = found.total()
        assert found["same words"] <= whole // 100, found  # the bits that fill up a packed part's last byte
        tally(f"mutants of a review file: {what}", whole, **{name.replace(" ", "_"): n for name, n in found.items()})

    def close(self) -> None:
        """Leave the store."""
        self._store.close()


def _plain(dump: Dump) -> dict[str, set[tuple[object, ...]]]:
    """The rows without what tells by which file they came."""
    held = {}
    for table in schema.metadata.sorted_tables:
        places = [place for place, column in enumerate(table.columns) if column.name != "arrival"]
        held[table.name] = {tuple(row[place] for place in places) for row in dump.get(table.name, ())}
    return held


@pytest.fixture(scope="module")
def desk(begun: Begun, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """The desk, for all of these tests: none of them changes anything."""
    vale = copied(begun, tmp_path_factory.mktemp("mutations") / "vale")
    made = Desk(vale)
    yield made
    made.close()
    vale.close()


def flipped(data: bytes, position: int, bit: int = 0) -> bytes:
    changed = bytearray(data)
    changed[position] ^= 1 << bit
    return bytes(changed)


def regions(raw: bytes) -> list[tuple[str, int, int]]:
    """Every stretch of an archive with a meaning of its own: headers, names, packed bytes, the directory, its end."""
    found = []
    with ZipFile(BytesIO(raw)) as file:
        infos, central = file.infolist(), file.start_dir
    ends = [info.header_offset for info in infos[1:]] + [central]
    for info, end in zip(infos, ends, strict=True):
        name = info.header_offset + 30
        data = name + len(info.filename)
        found += [("header", info.header_offset, name), ("name", name, data), ("data", data, end)]
    return [*found, ("directory", central, len(raw) - 22), ("end", len(raw) - 22, len(raw))]


def flips(desk: Desk, each: int) -> Mutants:
    """One bit changed in `each` places of every region, of the archive and of what lies on the stick."""
    for what, start, end in regions(desk.raw):
        for number in range(each):
            position = start + (end - start) * (2 * number + 1) // (2 * each)
            yield f"{what} at {position}", desk.resealed(flipped(desk.raw, position, number % 8))
    for number in range(20 * each):
        position = len(desk.sealed) * number // (20 * each)
        yield f"outside at {position}", flipped(desk.sealed, position, number % 8)


def cuts(desk: Desk) -> Mutants:
    for _, start, end in regions(desk.raw):
        for cut in (start, (start + end) // 2):
            yield f"cut at {cut}", desk.resealed(desk.raw[:cut])
            if cut:
                yield f"cut before {cut}", desk.resealed(desk.raw[cut:])
    for number in range(40):
        yield f"outside cut to {number} fortieths", desk.sealed[: len(desk.sealed) * number // 40]


def unpacked(raw: bytes) -> dict[str, bytes]:
    with ZipFile(BytesIO(raw)) as file:
        return {name: file.read(name) for name in file.namelist() if name != "mimetype"}


def swaps(desk: Desk) -> Mutants:
    """Members exchanged, left out, doubled, renamed, and taken from another of the network's files."""
    found, other = unpacked(desk.raw), unpacked(desk.unsealed(desk.other))
    for one, two in pairwise(found):
        yield f"{one} for {two}", desk.resealed(zipped({**found, one: found[two], two: found[one]}))
    for name in found:
        left = {each: data for each, data in found.items() if each != name}
        yield f"without {name}", desk.resealed(zipped(left))
        yield f"{name} renamed", desk.resealed(zipped({**left, f"{name}x": found[name]}))
        doubled = f"documents/{sha256(found[name]).hexdigest()}"
        yield f"{name} twice", desk.resealed(zipped({**found, doubled: found[name]}))
        yield f"{name} empty", desk.resealed(zipped({**found, name: b""}))
    for name in found.keys() & other.keys():
        if other[name] != found[name]:
            yield f"{name} of another file", desk.resealed(zipped({**found, name: other[name]}))
    both = {SIGNATURE, MANIFEST}
    yield "signature and list of another", desk.resealed(zipped({**found, **{name: other[name] for name in both}}))


def resigned(desk: Desk) -> Mutants:
    """Signed again by somebody else: a stranger, a stranger under her name and number, and other members."""
    stranger = new_identity(digest("stranger")[:32], "A Stranger", clock()).signer()
    double = new_identity(desk.sent.sender, desk.sent.sender_name, clock()).signer()
    later = replace(desk.sent, id=digest("later")[:32])
    for hand in (stranger, double, desk.vale["tom"].signer, desk.vale["gwen"].signer):
        for said in (desk.sent, later, replace(later, streams=desk.sent.streams[:1]), replace(later, blobs={})):
            found = members(said)
            manifest = asic_manifest((name, sha256(data).digest()) for name, data in found.items())
            signature = hand.sign_cms(manifest, said.at)
            yield f"signed by {hand.name}", desk.resealed(zipped({**found, MANIFEST: manifest, SIGNATURE: signature}))
    for hand in (stranger, double):
        said = replace(later, sender=hand.person, sender_name=hand.name)
        found = members(said)
        manifest = asic_manifest((name, sha256(data).digest()) for name, data in found.items())
        signature = hand.sign_cms(manifest, said.at)
        yield f"of {hand.name}", desk.resealed(zipped({**found, MANIFEST: manifest, SIGNATURE: signature}))


def lies(desk: Desk) -> Mutants:
    """Archives in archives, and headers that lie about where, how long, how packed and how many."""
    raw = desk.raw
    yield "an archive as a member", desk.resealed(zipped({"blobs/inner": raw}))
    yield "an archive before it", desk.resealed(raw + raw)
    yield "an archive behind a picture", desk.resealed(b"\xff\xd8\xff" + raw)
    yield "encrypted twice", desk.resealed(desk.sealed)
    for name in unpacked(raw):
        where = place(raw, name)
        for number in (0, 0xFFFFFFFF):
            for offset, at in ((14, 16), (18, 20), (22, 24)):  # check sum, packed and unpacked size
                both = patched(patched(raw, where.local + offset, "<L", number), where.central + at, "<L", number)
                yield f"{name}: {offset} is {number}", desk.resealed(both)
            yield f"{name}: lies at {number}", desk.resealed(patched(raw, where.central + 42, "<L", number))
        for method in (0, 8, 9, 99):
            both = patched(patched(raw, where.local + 8, "<H", method), where.central + 10, "<H", method)
            if both != raw:
                yield f"{name}: packed by {method}", desk.resealed(both)
    count = struct.unpack_from("<H", raw, len(raw) - 12)[0]
    for number in (0, 1, count - 1, count + 1, 0xFFFF):
        yield f"{number} members", desk.resealed(patched(raw, len(raw) - 14, "<HH", number, number))


def by_a_colleague(desk: Desk) -> Mutants:
    """Signed by Miriam herself, whose program says what it likes in other people's names, and leaves out what bears it
    up."""
    vale, posted = desk.vale, desk.sent
    for part in posted.streams:
        for how, changed in _parts(part, posted):
            path = vale.post("miriam", "dele", streams=(changed,))
            yield f"{part.stream[:9]}: {how}", path.read_bytes()


def _parts(part: StreamPart, posted: BundleContents) -> Iterator[tuple[str, StreamPart]]:
    last = decode_change(part.changes[-1])
    for other in posted.streams:
        if other.stream != part.stream:
            yield "another's lines", replace(other, stream=part.stream)
            yield "another's seals", replace(part, seals=other.seals)
    for number, line in enumerate(part.changes):
        position = (5, len(line) // 2, len(line) - 3)[number % 3]
        lines = (*part.changes[:number], flipped(line, position), *part.changes[number + 1 :])
        yield f"change {number} flipped", replace(part, changes=lines, tips=(sha256(lines[-1]).hexdigest(),))
    for number, line in enumerate(part.values[::3]):
        lines = (*part.values[: number * 3], flipped(line, len(line) - 2), *part.values[number * 3 + 1 :])
        yield f"value {number * 3} flipped", replace(part, values=lines)
    for number, line in enumerate(part.seals):
        lines = (*part.seals[:number], flipped(line, 20), *part.seals[number + 1 :])
        yield f"seal {number} flipped", replace(part, seals=lines)
    for author, actor in ((digest("x")[:32], last.change.actor), (last.change.author, digest("y"))):
        forged = build_change(struct_replace(last.change, author=author, actor=actor, deps=(last.id,)))
        yield "in another's name", replace(part, changes=(*part.changes, forged.raw), tips=(forged.id,))
    alone = build_change(struct_replace(last.change, deps=(digest("nowhere"),)))
    yield "on nothing", replace(part, changes=(*part.changes, alone.raw), tips=(alone.id,))


MUTANTS: dict[str, Callable[[Desk], Mutants]] = {
    "bits flipped": lambda desk: flips(desk, 2),
    "cut": cuts,
    "members swapped": swaps,
    "signed again": resigned,
    "lying archives": lies,
    "a colleague's own program": by_a_colleague,
}


@pytest.mark.parametrize("what", MUTANTS)
def test_it_is_refused_or_set_aside_and_truth_stays(what: str, desk: Desk, tally: Callable[..., None]) -> None:
    desk.try_all(MUTANTS[what](desk), tally, what)


@pytest.mark.heavy
def test_a_bit_flipped_in_every_byte_that_describes_and_in_fifty_of_each_member(
    desk: Desk, tally: Callable[..., None]
) -> None:
    def everywhere() -> Mutants:
        for what, start, end in regions(desk.raw):
            step = 1 + (end - start) // 50 if what == "data" else 1
            for position in range(start, end, step):
                yield f"{what} at {position}", desk.resealed(flipped(desk.raw, position, position % 8))

    desk.try_all(everywhere(), tally, "bits flipped closely")
