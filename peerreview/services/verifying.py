"""A verdict on a report or a review file, with or without a profile (DESIGN §9, `verify`).

One sentence first ("Unchanged since 3 December. Signed by all three."), details after. Trust is by chain to a stamp
one names, and, where a profile knows the network, by its list of members.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path

from peerreview.analysis import released
from peerreview.analysis.released import Attached
from peerreview.analysis.wording import listed
from peerreview.config import drives
from peerreview.domain import dates
from peerreview.identity.cms import verify_detached
from peerreview.identity.signer import Signer
from peerreview.identity.verdict import ReportVerdict, SignerVerdict

from . import dossier, membership
from .dossier import Dossier
from .ports import Bundles, Cards, Opened, Ports, Reports, UnitOfWork, silent
from .start import identity_in


@dataclass(frozen=True)
class Checkers:
    """What judges files."""

    bundles: Bundles
    reports: Reports


def verify(
    checkers: Checkers, path: Path, *, roots: Sequence[bytes] = (), identities: Sequence[str] = ()
) -> ReportVerdict:
    """The verdict on a file without any profile. `roots` are certificates (DER) to trust, `identities` age keys.

    Raises BadInput when the file is neither a report nor a review file, or cannot be opened.
    """
    return _verify(checkers, path, roots, identities, None)


def verify_here(ports: Ports, signer: Signer, path: Path, trusted: Sequence[bytes] = ()) -> ReportVerdict:
    """The same with what this profile knows: the network, one's own keys, and the review itself if it is here.

    `trusted` are further certificates (DER) to trust.
    """
    with ports.store.begin() as work:
        book = membership.book(work)
        identities = identity_in(work).ages
        roots = book.held_roots if _is_held(work, path) else book.roots
        verdict = _verify(Checkers(ports.bundles, ports.reports), path, (*roots, *trusted), identities, book.listing)
        if verdict.kind != "report" or not verdict.intact:
            return verdict
        attached = released.decode(ports.reports.data(drives.read(path)))
        if not work.holds(attached.content.review):
            return verdict
        held = dossier.open_in(ports, work, signer, attached.content.review)
        problems = (*verdict.problems, *_other_than_the_review(attached, held))
        return replace(verdict, changed_since=released.changed_since(attached, held.review), problems=problems)


def _other_than_the_review(attached: Attached, held: Dossier) -> tuple[str, ...]:
    """What there is to say of a report whose data were not the review's when it was made."""
    if any(tip not in held.stream for tip in attached.tips):
        return ("It was made when the review held something that has not arrived here.",)
    if released.matches(attached, held.review):
        return ()
    return ("Its data are not those of the review at that time, unless something was removed for good since.",)


def _is_held(work: UnitOfWork, path: Path) -> bool:
    """Whether a report is one of those here: then what a replaced stamp signed stays trusted."""
    digest = sha256(drives.read(path)).hexdigest()
    return work.blob(digest) is not None or any(each.digest == digest for each in work.documents("release"))


def sentence(verdict: ReportVerdict) -> str:
    """The verdict in one sentence."""
    if not verdict.intact:
        what = "This file is not as it was signed." if verdict.signers else next(iter(verdict.problems), "Not signed.")
        return f"{what} Do not rely on it; ask whoever sent it for the file as it was signed."
    last = max((each.when for each in verdict.signers if each.when), default=None)
    since = f" since {dates.in_full(last)}" if last else ""
    names = listed([each.name for each in verdict.signers])
    waits = "" if verdict.complete else f" ({len(verdict.signers)} of {verdict.expected_signatures} signatures)"
    known = "" if verdict.trusted else " We do not know everybody who signed."
    return f"Unchanged{since}. Signed by {names}{waits}.{known}"


def _verify(
    checkers: Checkers, path: Path, roots: Sequence[bytes], identities: Sequence[str], listing: Cards | None
) -> ReportVerdict:
    if checkers.bundles.recognise(path) == "pdf":
        return checkers.reports.verify(drives.read(path), roots, listing)
    opened = checkers.bundles.read(path, identities, progress=silent)
    return _bundle(opened, roots, listing)


def _bundle(opened: Opened, roots: Sequence[bytes], listing: Cards | None) -> ReportVerdict:
    """A review file that opened is intact; its documents are judged by their own signatures."""
    contents = opened.contents
    problems = [
        f"{each.name} is not as it was signed."
        for each in contents.documents
        if each.signature and not verify_detached(each.body, each.signature, roots).intact
    ]
    intact = not problems
    trusted = _trusted(opened, roots, listing)
    if not trusted:
        problems.append(f"We do not know who made this file. It says {contents.sender_name}.")
    signer = SignerVerdict(contents.sender_name, "sender", opened.at, trusted, opened.actor)
    return ReportVerdict(
        kind="bundle",
        intact=intact,
        trusted=trusted,
        complete=True,
        expected_signatures=1,
        signers=(signer,),
        problems=tuple(problems),
    )


def _trusted(opened: Opened, roots: Sequence[bytes], listing: Cards | None) -> bool:
    from peerreview.identity import certificates

    chained = any(certificates.issued_by(opened.certificate, root) for root in roots)
    found = listing(opened.actor) if listing else None
    return chained or (found is not None and found.listed)
