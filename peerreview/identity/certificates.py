"""X.509 certificates (RFC 5280): what a root and its members show to each other and to other people's tools.

A member's subject is their name with their person id as UID; openssl, poppler and Adobe show the name. A certificate
is valid for exactly as long as its root: membership is the listing in the network document, not a date in here.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from functools import lru_cache
from hashlib import sha256

from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID, ObjectIdentifier

DOCUMENT_SIGNING = ObjectIdentifier("1.3.6.1.5.5.7.3.36")  # id-kp-documentSigning, RFC 9336
LIFETIME = timedelta(days=25 * 365 + 7)
CLOCK_LEEWAY = timedelta(days=1)  # a laptop's clock may run behind the office's
NAME_LIMIT = 64  # ub-common-name of RFC 5280, which the library counts in bytes


def subject(name: str, person: str = "") -> x509.Name:
    """A distinguished name: the common name, cut to 64 bytes, and the person id where there is one."""
    attributes = [x509.NameAttribute(NameOID.COMMON_NAME, name.encode()[:NAME_LIMIT].decode(errors="ignore"))]
    if person:
        attributes.append(x509.NameAttribute(NameOID.USER_ID, person))
    return x509.Name(attributes)


def self_signed(key: ec.EllipticCurvePrivateKey, name: str, person: str, at: datetime) -> bytes:
    """A member's certificate (DER) until the root issues one: same shape, its own issuer."""
    whole = subject(name, person)
    start = at - CLOCK_LEEWAY
    return _member(whole, key.public_key(), whole, key.public_key(), (start, start + LIFETIME), key)


def authority(key: ec.EllipticCurvePrivateKey, name: str, at: datetime) -> bytes:
    """A root's certificate (DER): it signs certificates, and network documents by its own hand."""
    whole, public = subject(name), key.public_key()
    usages = {"digital_signature", "content_commitment", "key_cert_sign", "crl_sign"}
    start = at - CLOCK_LEEWAY
    builder = _builder(whole, public, whole, (start, start + LIFETIME), usages)
    return _der(builder.add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True), key)


def issue(
    root_key: ec.EllipticCurvePrivateKey, root_certificate: bytes, public: ec.EllipticCurvePublicKey, whole: x509.Name
) -> bytes:
    """A member's certificate (DER) under a root, valid for as long as the root's own."""
    root = load(root_certificate)
    window = (root.not_valid_before_utc, root.not_valid_after_utc)
    return _member(whole, public, root.subject, root_key.public_key(), window, root_key)


@lru_cache(maxsize=4096)
def load(certificate: bytes) -> x509.Certificate:
    """The parsed certificate; raises ValueError when the bytes are not one, through and through."""
    try:
        parsed = x509.load_der_x509_certificate(certificate)
        parsed.subject, parsed.issuer, parsed.extensions  # noqa: B018  they are parsed only when asked for
    except (x509.InvalidVersion, x509.DuplicateExtension, x509.UnsupportedGeneralNameType, UnsupportedAlgorithm):
        raise ValueError("not a certificate that we can read") from None
    return parsed


def load_request(request: bytes) -> x509.CertificateSigningRequest:
    """The parsed certificate request (PKCS#10), signed by the key it holds; raises ValueError when it is not."""
    try:
        parsed = x509.load_der_x509_csr(request)
        proven = parsed.is_signature_valid
    except (x509.InvalidVersion, UnsupportedAlgorithm):
        proven = False
    if not proven:
        raise ValueError("not a certificate request by its own key")
    return parsed


@lru_cache(maxsize=4096)
def public_key(certificate: bytes) -> ec.EllipticCurvePublicKey:
    """The certificate's P-256 public key; raises ValueError when it holds anything else."""
    return p256(load(certificate))


def p256(holder: x509.Certificate | x509.CertificateSigningRequest) -> ec.EllipticCurvePublicKey:
    """The P-256 public key that a certificate or a request for one holds; raises ValueError when it is another kind."""
    try:
        key = holder.public_key()
    except UnsupportedAlgorithm:
        key = None
    if not isinstance(key, ec.EllipticCurvePublicKey) or not isinstance(key.curve, ec.SECP256R1):
        raise ValueError("not a P-256 key")
    return key


def actor_of(key: ec.EllipticCurvePublicKey) -> str:
    """The actor id: SHA-256 of the public key (SPKI, DER), 64 hex digits."""
    return sha256(key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)).hexdigest()


def actor(certificate: bytes) -> str:
    """The actor id of the key in a certificate; raises ValueError when the bytes are not a P-256 certificate."""
    return actor_of(public_key(certificate))


def common_name(certificate: bytes) -> str:
    """The name that a certificate bears, or nothing."""
    return _attribute(certificate, NameOID.COMMON_NAME)


def person_id(certificate: bytes) -> str:
    """The person id that a certificate bears, or nothing."""
    return _attribute(certificate, NameOID.USER_ID)


def is_authority(certificate: bytes) -> bool:
    """Whether a certificate is a root's."""
    try:
        return load(certificate).extensions.get_extension_for_class(x509.BasicConstraints).value.ca
    except x509.ExtensionNotFound:
        return False


def issued_by(certificate: bytes, root_certificate: bytes) -> bool:
    """Whether a root's key signed a certificate."""
    try:
        load(certificate).verify_directly_issued_by(load(root_certificate))
    except (ValueError, TypeError, InvalidSignature, UnsupportedAlgorithm):
        return False
    return True


def verifies(key: ec.EllipticCurvePublicKey, data: bytes, signature: bytes) -> bool:
    """Whether `signature` (ECDSA P-256 with SHA-256, DER) is this key's over `data`."""
    try:
        key.verify(signature, data, ec.ECDSA(SHA256()))
    except InvalidSignature:
        return False
    return True


def _attribute(certificate: bytes, oid: ObjectIdentifier) -> str:
    values = load(certificate).subject.get_attributes_for_oid(oid)
    return str(values[0].value) if values else ""


def _member(
    whole: x509.Name,
    public: ec.EllipticCurvePublicKey,
    issuer: x509.Name,
    issuer_public: ec.EllipticCurvePublicKey,
    window: tuple[datetime, datetime],
    signing: ec.EllipticCurvePrivateKey,
) -> bytes:
    purposes = [ExtendedKeyUsageOID.EMAIL_PROTECTION, DOCUMENT_SIGNING]
    builder = (
        _builder(whole, public, issuer, window, {"digital_signature", "content_commitment"})
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(x509.ExtendedKeyUsage(purposes), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer_public), critical=False)
    )
    return _der(builder, signing)


def _builder(
    whole: x509.Name,
    public: ec.EllipticCurvePublicKey,
    issuer: x509.Name,
    window: tuple[datetime, datetime],
    usages: Iterable[str],
) -> x509.CertificateBuilder:
    names = ("digital_signature", "content_commitment", "key_encipherment", "data_encipherment", "key_agreement",
             "key_cert_sign", "crl_sign", "encipher_only", "decipher_only")  # fmt: skip
    return (
        x509.CertificateBuilder()
        .subject_name(whole)
        .issuer_name(issuer)
        .public_key(public)
        .serial_number(x509.random_serial_number())
        .not_valid_before(window[0])
        .not_valid_after(window[1])
        .add_extension(x509.KeyUsage(**{name: name in usages for name in names}), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(public), critical=False)
    )


def _der(builder: x509.CertificateBuilder, key: ec.EllipticCurvePrivateKey) -> bytes:
    return builder.sign(key, SHA256()).public_bytes(Encoding.DER)
