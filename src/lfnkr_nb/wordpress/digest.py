"""Fingerprints of bytes."""

from __future__ import annotations

from hashlib import blake2b

__all__ = ["digest"]


def digest(data: bytes) -> str:
    """A short fingerprint of bytes, to tell whether they changed."""
    return blake2b(data, digest_size=16).hexdigest()
