"""One form for every telephone number and e-mail address, so that the same customer is found again.

Lives here: the normal form, its keyed digest, and how it stands on a screen, masked or in full. Not here: the rows
(`feedback`). What is kept for writing to somebody is what they typed; the normal form only compares.
"""

from __future__ import annotations

import hashlib
import hmac
import unicodedata

import phonenumbers

PHONE = "phone"
EMAIL = "email"
FEWEST_DIGITS = 4  # an internal extension; fewer identify nobody
HIDDEN = "••••"


def normalise(kind: str, value: str, *, region: str = "GB") -> str | None:
    """The form two spellings share, or None when nothing in the value can reach anybody.

    A phone is E.164, with `;ext=` where it has an extension, because people behind one switchboard differ only there.
    A number the plan of no country knows keeps its digits. An e-mail address is folded on both sides of the `@`.
    """
    text = unicodedata.normalize("NFKC", value).strip()
    return _NORMALISERS[kind](text, region)


def digest(key: bytes, kind: str, normalised: str) -> str:
    """What is stored and compared: without the key nobody can try numbers against it."""
    return hmac.new(key, f"{kind}|{normalised}".encode(), hashlib.sha256).hexdigest()


def mask(kind: str, value: str) -> str:
    """Enough for the person to know it again and nobody else: `•••• 4567`, `a••••@example.org`."""
    if kind == EMAIL:
        local, _at, domain = value.strip().rpartition("@")
        first = local[0] if len(local) > 1 else ""
        return f"{first}{HIDDEN}@{domain}" if local else HIDDEN
    digits = phonenumbers.normalize_digits_only(value.partition(";")[0])
    return f"{HIDDEN} {digits[-4:]}" if len(digits) > 2 * FEWEST_DIGITS - 2 else HIDDEN


def display(value: str) -> str:
    """A kept number as people read it out: `+44 113 496 0380`. Anything else, an address above all, stays as it is."""
    try:
        number = phonenumbers.parse(value)
    except phonenumbers.NumberParseException:
        return value
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.INTERNATIONAL)


def _phone(text: str, region: str) -> str | None:
    try:
        number = phonenumbers.parse(text, region)
    except phonenumbers.NumberParseException:
        return _digits(text)
    if phonenumbers.is_possible_number_with_reason(number) != phonenumbers.ValidationResult.IS_POSSIBLE:
        return _digits(text)  # also one that rings only inside its own town or house
    plain = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    return f"{plain};ext={number.extension}" if number.extension else plain


def _digits(text: str) -> str | None:
    digits = phonenumbers.normalize_digits_only(text)
    return digits if len(digits) >= FEWEST_DIGITS else None


def _email(text: str, _region: str) -> str | None:
    address = text.casefold()
    local, _at, domain = address.rpartition("@")
    usable = local and domain and not any(character.isspace() for character in address) and "@" not in local
    return address if usable else None


_NORMALISERS = {PHONE: _phone, EMAIL: _email}
