"""Free text, in rows that can be erased. Events hold the id and the salted digest only, so history survives erasure."""

from __future__ import annotations

from hashlib import sha256
from secrets import token_hex

from django.db import models


def new_salt() -> str:
    return token_hex(16)


class Text(models.Model):
    body = models.TextField(blank=True)
    salt = models.CharField(max_length=32, default=new_salt, editable=False)
    erased_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.body

    @property
    def digest(self) -> str:
        """SHA-256 of salt and body: proves the words without holding them."""
        return sha256(f"{self.salt}{self.body}".encode()).hexdigest()
