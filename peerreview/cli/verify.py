"""`verify`: a verdict on a report or a review file; needs no profile, and with one judges by what it knows."""

from __future__ import annotations

from base64 import b64decode
from pathlib import Path
from typing import Annotated

import typer

from peerreview.errors import BadInput

from .session import Session, existing


def verify(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(help="A report (PDF) or a review file.")],
    trust: Annotated[list[Path] | None, typer.Option(help="A network's stamp to trust (certificate).")] = None,
    identity: Annotated[list[Path] | None, typer.Option(help="An age identity, to open a review file.")] = None,
) -> None:
    """Say whether a file is unchanged, whether we know who signed, and whether all signatures are here.

    Exit code 0 only if it is intact, trusted and complete. With --profile it is judged by that profile's network and
    keys, and by the review itself if it is there (whether it changed since).
    """
    from peerreview.bootstrap import checkers
    from peerreview.services import verifying

    session: Session = context.obj
    roots = [certificate(existing(path)) for path in trust or ()]
    keys = [line for path in identity or () for line in identities(existing(path))]
    if session.named:
        with session.open() as opened:
            verdict = verifying.verify_here(opened.ports, opened.signer, existing(file), roots)
    else:
        verdict = verifying.verify(checkers(), existing(file), roots=roots, identities=keys)
    said = verifying.sentence(verdict)
    lines = [said, *(f"- {problem}" for problem in verdict.problems if problem not in said)]
    session.say(verdict.to_json(), "\n".join(lines))
    raise typer.Exit(0 if verdict.good else 1)


def certificate(path: Path) -> bytes:
    """The certificate in a file, PEM or DER, as DER; BadInput for anything else."""
    from peerreview.identity import certificates

    raw = path.read_bytes()
    try:
        if raw.lstrip().startswith(b"-----BEGIN CERTIFICATE-----"):
            body = raw.split(b"-----BEGIN CERTIFICATE-----")[1].split(b"-----END CERTIFICATE-----")[0]
            raw = b64decode(b"".join(body.split()))
        certificates.load(raw)
    except (ValueError, IndexError):
        raise BadInput(f"{path.name} is not a certificate.", "Nothing was judged.", code="no_certificate") from None
    return raw


def identities(path: Path) -> list[str]:
    """The age identities in a file, one a line; lines that begin with # are comments, as age writes them."""
    lines = [line.strip() for line in path.read_text(encoding="utf-8", errors="replace").splitlines()]
    found = [line for line in lines if line.startswith("AGE-SECRET-KEY-1")]
    if not found:
        raise BadInput(f"There is no age identity in {path.name}.", "Nothing was judged.", code="no_identity")
    return found
