"""People become pseudonyms: the same person the same one, and no way back without the key.

Keyed hashing (HMAC, Bellare, Canetti and Krawczyk 1996) rather than plain hashing, because whoever
has a list of e-mail addresses could hash them all and compare; without the key they cannot.
"""

import contextlib
import hashlib
import hmac
import os
import re
import secrets
import tempfile
import unicodedata
from pathlib import Path

import pandas as pd

from helpers.core.business import Business
from helpers.core.places import businesses_folder
from helpers.core.problems import CannotOpen

KEY_FILE, KEY_BYTES = ".key", 32
PSEUDONYM_DIGITS = 16  # 64 bits: two of a million customers collide once in 37 million businesses
PSEUDONYM = rf"c-[0-9a-f]{{{PSEUDONYM_DIGITS}}}"

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


def key_of(business: Business, *, make: bool = False) -> bytes | None:
    """The key by which a business's customers are pseudonyms outside its folder.

    A folder that exports were imported into has its own. One made by hand has none, and a report
    must not write into a client's folder: its key is then drawn (HMAC) from a key of this machine,
    kept beside the owner's businesses, out of every report. Each business gets one of its own, so
    that nobody can follow a person from one business's lists to another's, and it is the same in
    every run as long as the folder and the business keep their names.

    Parameters
    ----------
    business : Business
        Whose customers.
    make : bool
        Whether to make the machine's key where there is none yet.

    Returns
    -------
    bytes or None
        None where there is no key and none was to be made.
    """
    own = read_key(business.folder)
    if own is not None:
        return own
    place = businesses_folder()
    machine = read_key(place) or (_kept_key(place) if make else None)
    if machine is None:
        return None
    which = f"{business.folder.name}\n{business.name}"
    return hmac.new(machine, which.encode("utf-8"), hashlib.sha256).digest()


def _kept_key(place: Path) -> bytes:
    """Make the machine's key, for its owner alone; whoever else makes one now, only one stays."""
    try:
        place.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=place, prefix=".making-") as made:
            draft = Path(made) / KEY_FILE
            draft.touch(mode=0o600)
            draft.write_bytes(new_key())
            with contextlib.suppress(FileExistsError):
                os.link(draft, place / KEY_FILE)
    except OSError as error:
        raise CannotOpen(
            f"The key for customers' pseudonyms cannot be kept in {place} ({error.strerror}). Make "
            "that folder one you can write to, or name another in the variable GROWTH_BUSINESSES."
        ) from error
    return read_key(place)


def list_pseudonyms(ids: pd.Series, key: bytes) -> pd.Series:
    """The customer ids of a business's tables as pseudonyms; those that are one already stay.

    Examples
    --------
    >>> ids = pd.Series(["c-10864ed61b06c615", "ana@example.org"], dtype="str")
    >>> list_pseudonyms(ids, bytes(32)).tolist()
    ['c-10864ed61b06c615', 'c-10864ed61b06c615']
    """
    ids = ids.astype("str")
    return ids.where(is_pseudonym(ids), pseudonyms(identities(customer=ids), key))


def is_pseudonym(ids: pd.Series) -> pd.Series:
    """Which ids are pseudonyms as an import makes them."""
    return ids.str.fullmatch(PSEUDONYM).fillna(False).astype(bool)


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
