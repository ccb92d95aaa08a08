"""People become pseudonyms: the same person the same one, and no way back without the key.

Keyed hashing (HMAC, Bellare, Canetti and Krawczyk 1996) rather than plain hashing, because whoever
has a list of e-mail addresses could hash them all and compare; without the key they cannot.
"""

import hashlib
import hmac
import re
import secrets
import unicodedata
from pathlib import Path

import pandas as pd

from helpers.problems import CannotOpen

KEY_FILE, KEY_BYTES = ".key", 32
PSEUDONYM_DIGITS = 16  # 64 bits: two of a million customers collide once in 37 million businesses

_EMAIL = r"[^@\s<>,;\"']+@[^@\s<>,;\"']+\.[^@\s<>,;\"']+"
REMOVED = "(removed)"


def read_key(folder: Path) -> bytes | None:
    """The folder's key, or None where it has none yet."""
    path = folder / KEY_FILE
    if not path.is_file():
        return None
    key = path.read_bytes()
    if len(key) != KEY_BYTES:
        raise CannotOpen(
            f"{KEY_FILE} in {folder.name} is damaged: it should hold {KEY_BYTES} bytes and holds "
            f"{len(key)}. Put it back from a backup; without it new imports cannot recognise the "
            "customers of earlier ones."
        )
    return key


def new_key() -> bytes:
    """A key no one can guess."""
    return secrets.token_bytes(KEY_BYTES)


def identities(**candidates: pd.Series) -> pd.Series:
    """Who each row is about: the first candidate that is filled in, normalised.

    Parameters
    ----------
    **candidates : Series of str
        By kind, the surest first: `email`, `phone`, or a system's own numbers, `stripe=...`. The
        kind is part of the identity, so that customer 17 of one system is not customer 17 of
        another; an e-mail address is the same person everywhere.

    Returns
    -------
    Series of str
        Missing where no candidate is filled in: a guest.

    Examples
    --------
    >>> identities(email=pd.Series([" Ana@Example.org", None, None], dtype="str"),
    ...            till=pd.Series(["7", "8.0", None], dtype="str")).tolist()
    ['email:ana@example.org', 'till:8', nan]
    """
    found = None
    for kind, values in candidates.items():
        named = _by_distinct_value(values, lambda value, kind=kind: _identity(kind, value))
        found = named if found is None else found.where(found.notna(), named)
    return found


def _identity(kind: str, value: str) -> str | None:
    value = " ".join(unicodedata.normalize("NFKC", value).split())
    if "@" in value:
        return f"email:{value.casefold()}"
    if kind == "email":
        return None
    if kind == "phone":
        value = re.sub(r"\D", "", value)
    if kind == "name":
        value = value.casefold()
    value = re.sub(r"^(\d+)\.0+$", r"\1", value)  # a number a spreadsheet took for a decimal
    return f"{kind}:{value}" if value else None


def pseudonyms(people: pd.Series, key: bytes) -> pd.Series:
    """Short readable pseudonyms for identities.

    Examples
    --------
    >>> people = pd.Series(["email:ana@example.org", None], dtype="str")
    >>> pseudonyms(people, bytes(32)).tolist()
    ['c-10864ed61b06c615', nan]
    """
    return _by_distinct_value(people, lambda person: _pseudonym(person, key))


def _pseudonym(person: str, key: bytes) -> str:
    digest = hmac.new(key, person.encode("utf-8"), hashlib.sha256).hexdigest()
    return f"c-{digest[:PSEUDONYM_DIGITS]}"


def without_people(texts: pd.Series, names: pd.Series) -> pd.Series:
    """Texts with e-mail addresses and the full names of known customers taken out.

    A till lets people type anything where a product's name belongs: "Deposit Ana Example". Single
    words stay, or a customer called Rose would take every rose out of a florist's products.

    Examples
    --------
    >>> without_people(pd.Series(["Deposit Ana Example", "Rose"], dtype="str"),
    ...                pd.Series(["Ana Example", "Rose"], dtype="str")).tolist()
    ['Deposit (removed)', 'Rose']
    """
    known = {tuple(name.casefold().split()) for name in names.dropna().unique()}
    known = {words for words in known if len(words) > 1}
    longest = max(map(len, known), default=0)

    def clean(text: str) -> str:
        text = re.sub(_EMAIL, REMOVED, text)
        words = list(re.finditer(r"[^\s,;:()]+", text))
        for start in range(len(words)):
            for size in range(min(longest, len(words) - start), 1, -1):
                span = words[start:start + size]
                if tuple(word[0].casefold() for word in span) in known:
                    return clean(text[:span[0].start()] + REMOVED + text[span[-1].end():])
        return text

    return _by_distinct_value(texts, clean)


def _by_distinct_value(values: pd.Series, function) -> pd.Series:
    distinct = values.dropna().unique()
    found = pd.Series([function(value) for value in distinct], index=distinct, dtype="str")
    return values.map(found).astype("str")
