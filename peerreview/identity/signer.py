"""The hand that signs: passed to every act explicitly, so that there is no current-user state."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from peerreview.errors import EnvironmentFault

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey
    from pyhanko.sign.signers import SimpleSigner


@dataclass(frozen=True)
class Signer:
    """A person with their signing key at hand; it may be used from any thread.

    `person` is the person id, `actor` the SHA-256 of the public key (SPKI) in hex, `certificate` the signer's own in
    DER, `chain` the certificates above it (the root's, or none before admission). `guest`: the key file was opened on
    somebody else's device, and nothing of it may be kept.
    """

    person: str
    name: str
    actor: str
    certificate: bytes = field(repr=False)
    key: EllipticCurvePrivateKey = field(repr=False, compare=False)
    chain: tuple[bytes, ...] = field(default=(), repr=False)
    guest: bool = False

    def sign(self, data: bytes) -> bytes:
        """ECDSA P-256 with SHA-256 over `data`, in DER: what a seal carries."""
        from cryptography.hazmat.primitives.asymmetric.ec import ECDSA
        from cryptography.hazmat.primitives.hashes import SHA256

        return self.key.sign(data, ECDSA(SHA256()))

    def sign_cms(self, data: bytes, at: datetime) -> bytes:
        """A detached CAdES B-B signature (ETSI EN 319 122-1) over `data`, in DER, claiming the signing time `at`.

        Raises EnvironmentFault when `at` is no time that a signature can claim (UTCTime ends with 2049).
        """
        if not 1950 <= at.astimezone(UTC).year <= 2049:
            raise EnvironmentFault(
                f"This computer thinks it is {at.year}.",
                "Nothing has been signed.",
                "Set its clock, then try again.",
                code="clock",
            )
        from pyhanko.sign.signers.pdf_cms import PdfCMSSignedAttributes

        from .eventloop import run

        signing = self.pyhanko_signer().async_sign_general_data(
            data,
            "sha256",
            detached=True,
            use_cades=True,
            signed_attr_settings=PdfCMSSignedAttributes(signing_time=at.replace(microsecond=0)),
        )
        return bytes(run(signing).dump())

    def pyhanko_signer(self) -> SimpleSigner:
        """The same hand as pyHanko knows it, for PAdES; its certificates travel in every signature."""
        from asn1crypto import keys, x509
        from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
        from pyhanko.sign.signers import SimpleSigner
        from pyhanko_certvalidator.registry import CertificateStore, SimpleCertificateStore

        above: CertificateStore = SimpleCertificateStore()  # type: ignore[no-untyped-call]
        above.register_multiple(x509.Certificate.load(certificate) for certificate in self.chain)
        private = self.key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
        return SimpleSigner(x509.Certificate.load(self.certificate), keys.PrivateKeyInfo.load(private), above)
