"""A device that holds passkeys, and one that shows codes, as tests need them: real signatures."""

from __future__ import annotations

import hashlib
import json
import struct
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import pyotp
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from fido2 import cbor
from fido2.cose import ES256
from fido2.utils import websafe_decode, websafe_encode

ORIGIN = "http://testserver"
_PRESENT, _VERIFIED, _HOLDS_KEY = 0x01, 0x04, 0x40


def code_at(secret: str, at: datetime, *, steps: int = 0) -> str:
    """What an app shows at an instant, or some steps of 30 seconds later."""
    return str(pyotp.TOTP(secret).generate_otp(int(at.timestamp()) // 30 + steps))


@dataclass(kw_only=True)
class Device:
    """Holds one passkey. `origin` is where its browser says that it is."""

    credential_id: bytes = b"a credential id of 32 characters"
    origin: str = ORIGIN
    verifies: bool = True
    counter: int = 0
    key: ec.EllipticCurvePrivateKey = field(
        default_factory=lambda: ec.generate_private_key(ec.SECP256R1())
    )
    user_handle: bytes = b""

    def make(self, question: dict[str, Any]) -> str:
        """Answer of `navigator.credentials.create`."""
        self.user_handle = websafe_decode(question["user"]["id"])
        public = cbor.encode(ES256.from_cryptography_key(self.key.public_key()))
        held = b"\x00" * 16 + struct.pack(">H", len(self.credential_id))
        told = self._told(question["rp"]["id"], more=held + self.credential_id + public)
        attestation = cbor.encode({"fmt": "none", "attStmt": {}, "authData": told})
        client = self._client("webauthn.create", question)
        return self._answer(client, attestationObject=attestation)

    def show(self, question: dict[str, Any]) -> str:
        """Answer of `navigator.credentials.get`."""
        self.counter += 1 if self.counter else 0
        told = self._told(question["rpId"])
        client = self._client("webauthn.get", question)
        signed = told + hashlib.sha256(client).digest()
        signature = self.key.sign(signed, ec.ECDSA(hashes.SHA256()))
        return self._answer(
            client, authenticatorData=told, signature=signature, userHandle=self.user_handle
        )

    def _told(self, host: str, *, more: bytes = b"") -> bytes:
        flags = _PRESENT | (_VERIFIED if self.verifies else 0) | (_HOLDS_KEY if more else 0)
        return (
            hashlib.sha256(host.encode()).digest() + struct.pack(">BI", flags, self.counter) + more
        )

    def _client(self, kind: str, question: dict[str, Any]) -> bytes:
        told = {"type": kind, "challenge": question["challenge"], "origin": self.origin}
        return json.dumps(told).encode()

    def _answer(self, client: bytes, **parts: bytes) -> str:
        name = websafe_encode(self.credential_id)
        response = {part: websafe_encode(value) for part, value in parts.items()}
        response["clientDataJSON"] = websafe_encode(client)
        return json.dumps({"id": name, "rawId": name, "type": "public-key", "response": response})
