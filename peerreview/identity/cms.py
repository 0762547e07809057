"""Checking detached CAdES signatures (ETSI EN 319 122-1), as bundles and documents carry them."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from . import certificates
from .verdict import CmsVerdict

if TYPE_CHECKING:
    from asn1crypto.cms import SignedData

LIMIT = 64 * 1024  # bytes; a signature with its certificates is under 2 KiB

_UNREADABLE = CmsVerdict(False, False, problems=("The signature cannot be read.",))
_CHANGED = "This was changed after it was signed."
_UNKNOWN = "We do not know who signed this: no network we know gave them their membership."
_UNTIMED = "The signature does not say when it was made."
_OUTSIDE = "The time of signing lies outside the time that the signer's membership can count for."

logging.getLogger("pyhanko").setLevel(logging.CRITICAL)  # it logs whole certificates of files that we merely refuse
logging.getLogger("pyhanko_certvalidator").setLevel(logging.CRITICAL)


def verify_detached(data: bytes, signature: bytes, roots: Sequence[bytes], at: datetime | None = None) -> CmsVerdict:
    """Check `signature` (CMS, DER) over `data` against the `roots` (certificates, DER).

    Trust is judged at the claimed signing time, or at `at` when it is given. Whatever the bytes are, nothing is raised:
    a signature that cannot be read gives `intact=False`.
    """
    if len(signature) > LIMIT:
        return _UNREADABLE
    try:
        signed = _signed_data(signature)
        verdict = _who_and_when(signed)
        return _judge(data, signed, roots, replace(verdict, at=at or verdict.at))
    except Exception:  # hostile bytes make the parsers raise anything at all; every one of them means the same
        return _UNREADABLE


def _signed_data(signature: bytes) -> SignedData:
    from asn1crypto import cms

    content = cms.ContentInfo.load(signature, strict=True)
    signed = content["content"]
    detached = signed["encap_content_info"]["content"].native is None
    if content["content_type"].native != "signed_data" or not detached or len(signed["signer_infos"]) != 1:
        raise ValueError("not one detached signature")
    return signed


def _who_and_when(signed: SignedData) -> CmsVerdict:
    """The signer's certificate and claimed time, with no judgement yet."""
    from pyhanko.sign.general import extract_certificate_info, find_unique_cms_attribute

    der = bytes(extract_certificate_info(signed).signer_cert.dump())
    attributes = signed["signer_infos"][0]["signed_attrs"]
    timed = any(attribute["type"].native == "signing_time" for attribute in attributes)
    return CmsVerdict(
        intact=False,
        trusted=False,
        name=certificates.common_name(der),
        person=certificates.person_id(der),
        actor=certificates.actor(der),
        certificate=der,
        at=find_unique_cms_attribute(attributes, "signing_time").native if timed else None,
    )


def _judge(data: bytes, signed: SignedData, roots: Sequence[bytes], verdict: CmsVerdict) -> CmsVerdict:
    from asn1crypto import x509
    from pyhanko.sign.validation.generic_cms import async_validate_detached_cms
    from pyhanko_certvalidator import ValidationContext

    from .eventloop import run

    context = ValidationContext(
        trust_roots=[x509.Certificate.load(root) for root in roots], moment=verdict.at, allow_fetching=False
    )
    status = run(async_validate_detached_cms(data, signed, context))
    intact = bool(status.intact and status.valid)
    trusted = bool(intact and status.trusted and verdict.at)
    problems = tuple(_problems(verdict, intact, bool(status.trusted)))
    return replace(verdict, intact=intact, trusted=trusted, problems=problems)


def _problems(verdict: CmsVerdict, intact: bool, chained: bool) -> list[str]:
    """What to tell people, most important first."""
    if not intact:
        return [_CHANGED]
    if verdict.at is None:
        return [_UNTIMED]
    if chained:
        return []
    certificate = certificates.load(verdict.certificate)
    within = certificate.not_valid_before_utc <= verdict.at <= certificate.not_valid_after_utc
    return [_UNKNOWN if within else _OUTSIDE]
