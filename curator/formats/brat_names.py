"""Names as brat's files and lines can hold them: keys of documents as names of files, labels as words."""

from __future__ import annotations

import re
from functools import lru_cache
from urllib.parse import quote, unquote

from curator.model import text_hash

LINE_BREAKS = "\t\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029"
"""Inside of a character class: where Python, and so brat's own reader, ends a line; and the tab, where brat splits."""

_UNSAFE_NAME = re.compile(r"^\.|^(?i:readme)(?=\.)|[^\w .,+@()=~-]|[ .]$")
_UNSAFE_WORD = re.compile(r"[\s%]")
_EMPTY = "%_"  # as a % that was written stands before two digits
_NAME_BYTES = 200


def file_name(key: str) -> str:
    """The name of a document's files, without an ending; `key_of` gives the key back where it is not too long."""
    name = _UNSAFE_NAME.sub(lambda match: "".join(f"%{byte:02X}" for byte in match[0].encode()), key)
    if len(name.encode()) <= _NAME_BYTES:
        return name
    short = name.encode()[: _NAME_BYTES // 2].decode(errors="ignore")
    return f"{short}-{text_hash(key)}"


def key_of(name: str) -> str:
    """The key in the name of a file that was written here; else the name itself."""
    key = unquote(name)
    return key if key != name and file_name(key) == name else name


@lru_cache(maxsize=1_000)
def word(name: str) -> str:
    """The name as one word, which `read_word` gives back."""
    return _UNSAFE_WORD.sub(lambda match: quote(match[0], safe=""), name) or _EMPTY


def read_word(word: str) -> str:
    """The name in a word that was written here."""
    if "%" not in word:
        return word
    return "" if word == _EMPTY else unquote(word)
