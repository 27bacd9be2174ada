from __future__ import annotations

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.articles.decode import decode
from dragoman.errors import ReadProblem

FRENCH = "Le président de la Ruritanie a reçu l’émissaire – « un début », dit-il. Prix : 10 €"
RUSSIAN = (
    "Посол Руритании был принят министром иностранных дел, который говорил о новом начале отношений между странами. "
    * 4
)


@pytest.mark.parametrize("raw, declared", [
    (FRENCH.encode(), None),
    (FRENCH.encode(), "iso-8859-1"),  # the bytes know better than the label
    (codecs.BOM_UTF8 + FRENCH.encode(), None),
    (FRENCH.encode("utf-16"), None),
    (codecs.BOM_UTF16_BE + FRENCH.encode("utf-16-be"), "utf-8"),
    (FRENCH.encode("cp1252"), "iso-8859-1"),
    (FRENCH.encode("cp1252"), "utf-8"),  # declared as UTF-8, is not
    (FRENCH.encode("cp1252"), None),
    (FRENCH.encode("cp1252"), "no-such-encoding"),
])  # fmt: skip
def test_text_is_decoded(raw, declared):
    assert decode(raw, declared=declared) == FRENCH


@pytest.mark.parametrize("encoding", ["koi8-r", "cp1251", "iso-8859-5"])
def test_declared_encoding_is_used(encoding):
    assert decode(RUSSIAN.encode(encoding), declared=encoding) == RUSSIAN


def test_seven_bit_encoding_is_used_when_declared():
    assert decode("ルリタニアの使節".encode("iso2022_jp"), declared="iso-2022-jp") == "ルリタニアの使節"


@pytest.mark.parametrize("raw", [
    FRENCH.encode() * 3 + b"\xff" + FRENCH.encode(),  # damaged UTF-8 is not Latin-1
    bytes(range(128, 256)) * 20,
    b"The envoy \x81\x8d\x90 said",
    b"The envoy of Ruritania said so \xff\xfe to the minister of Graustark. " * 3,
    "Rząd przyjął posła, który mówił o nowym początku.".encode("cp1250"),
])  # fmt: skip
def test_mojibake_is_refused(raw):
    with pytest.raises(ReadProblem) as problem:
        decode(raw)
    assert problem.value.reason == "undecodable"


@given(st.text(st.characters(exclude_characters="\x00", codec="utf-8")))
def test_utf8_comes_back(text):
    assert decode(text.encode()) in (text, text.removeprefix("\ufeff"))


@given(st.binary(max_size=300), st.sampled_from([None, "utf-8", "latin-1", "utf-16", "big5", "zlib", "idna", "rot13"]))
def test_any_bytes_are_read_or_refused(raw, declared):
    try:
        assert isinstance(decode(raw, declared=declared), str)
    except ReadProblem as problem:
        assert problem.reason == "undecodable"  # noqa: PT017
