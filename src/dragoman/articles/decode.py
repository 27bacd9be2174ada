"""Which characters do these bytes stand for? Told for sure, or refused: never guessed into mojibake."""

from __future__ import annotations

import codecs
import re

from dragoman.errors import ReadProblem

__all__ = ["declared_in_html", "decode", "encoding_of", "without_broken_tail"]

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16: its mark begins with the other's
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# Labels that mean another encoding in practice. Reference: WHATWG Encoding Standard, section 4.2.
_MEANT = {
    "ascii": "cp1252", "us-ascii": "cp1252", "iso-8859-1": "cp1252", "latin-1": "cp1252", "latin1": "cp1252",
    "iso8859-1": "cp1252", "iso-8859-9": "cp1254", "iso-8859-11": "cp874", "tis-620": "cp874", "gb2312": "gb18030",
    "gbk": "gb18030", "shift_jis": "cp932", "shift-jis": "cp932", "sjis": "cp932", "x-sjis": "cp932",
    "ks_c_5601-1987": "cp949", "euc-kr": "cp949", "x-euc-jp": "euc_jp", "unicode": "utf-8", "utf8": "utf-8",
}  # fmt: skip
_SEVEN_BIT = ("iso2022", "iso-2022", "hz", "utf-7")  # look like ASCII, are not
_MULTIBYTE = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
_HIGH = re.compile(rb"[\x80-\xff]")
# What Western European prose uses beyond ASCII. A guess that yields anything else is no guess.
_WESTERN = frozenset(
    "ÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÑÒÓÔÕÖØÙÚÛÜÝßàáâãäåæçèéêëìíîïñòóôõöøùúûüýÿŒœŠšŽžŸ‘’‚“”„–—…•·«»‹›€£¥§©®™°±²³¼½¾´¡¿ªº†‡¢ \xa0\xad"
)
# A sign inside a word, or UTF-8 read byte by byte: another encoding.
_MISPLACED = re.compile(r"(?<=[^\W\d_])[„‚«‹€£¥§©±²³¹¼½¾´¡¿†‡¢](?=[^\W\d_])|Ã[\x80-\xbf€‚„…†‡‰‹‘’“”•–—™›]|â€")
_TELLING = 0.10  # with a smaller share of bytes beyond ASCII a guess is about the rest of the text; our choice
_HTML_CHARSET = re.compile(rb"""<meta[^>]{0,300}?charset\s*=\s*["']?\s*([\w.:-]{2,40})""", re.IGNORECASE)
_XML_CHARSET = re.compile(rb"""<\?xml[^>]{0,200}?encoding\s*=\s*["']([\w.:-]{2,40})""", re.IGNORECASE)
_GUESS_BYTES = 200_000  # beginning of a text from which its encoding is guessed


def decode(raw: bytes, *, declared: str | None = None) -> str:
    """Bytes as text.

    In this order: byte order mark; UTF-8 when the bytes are valid UTF-8 beyond chance; the declared encoding; a guess
    that must pass a test of plausibility.

    Args:
        raw: the bytes.
        declared: encoding that the bytes or their carrier declare.

    Raises:
        ReadProblem: "undecodable" if none of them fits.
    """
    encoding = encoding_of(raw, declared=declared)
    try:
        return raw.decode(encoding)
    except UnicodeDecodeError as cause:
        raise _undecodable(raw, f"bytes that are not {encoding} at {cause.start:,}") from cause


def encoding_of(raw: bytes, *, declared: str | None = None) -> str:
    """The name of the codec that reads these bytes, or the beginning of them.

    Raises:
        ReadProblem: "undecodable" if none does.
    """
    for mark, codec in _BOMS:
        if raw.startswith(mark):
            return codec
    named = _codec(declared)
    if named and named.startswith(_SEVEN_BIT) and _reads(raw, named):
        return named
    if _reads(raw, "utf-8") and raw.count(0) * 10 <= len(raw):  # more zeros are UTF-16 without its mark
        return "utf-8"
    well, high = len(_MULTIBYTE.findall(raw)), len(_HIGH.findall(raw))
    if high and well >= 3 and well * 2 > high * 0.7:  # most high bytes stand in well-formed UTF-8: it is damaged UTF-8
        raise _undecodable(raw, "UTF-8 with damaged bytes")
    if named and named != "utf-8" and _reads(raw, named) and _printable(raw.decode(named)):
        return named
    return _guess(raw)


def without_broken_tail(head: bytes) -> bytes:
    """The beginning of a text, cut so that no UTF-8 character is broken at its end."""
    for back in range(1, min(4, len(head)) + 1):
        if head[-back] >= 0xC0:
            return head[:-back]
        if head[-back] < 0x80:
            break
    return head


def declared_in_html(raw: bytes) -> str | None:
    """The encoding that a page declares in its first 4,096 bytes."""
    head = raw[:4096]
    found = _XML_CHARSET.search(head) or _HTML_CHARSET.search(head)
    return found[1].decode("ascii", "replace") if found else None


def _guess(raw: bytes) -> str:
    head = raw[:_GUESS_BYTES]
    high = len(_HIGH.findall(head))
    if b"\x00" not in head and high <= len(head) * 0.10 and _western(raw):
        return "cp1252"
    if high >= len(head) * _TELLING:
        from charset_normalizer import from_bytes

        best = from_bytes(head, preemptive_behaviour=False).best()
        name = _codec(best.encoding) if best is not None and best.chaos < 0.1 and best.coherence > 0.3 else None
        if name and name != "cp1252" and _reads(raw, name) and _printable(raw.decode(name)):
            return name
    raise _undecodable(raw, "bytes in no encoding that could be told for sure")


def _western(raw: bytes) -> bool:
    """Whether all characters beyond ASCII are those of Western European prose in Windows-1252, where prose has them."""
    try:
        text = raw.decode("cp1252")
    except UnicodeDecodeError:
        return False
    return {c for c in set(text) if c >= "\x80"} <= _WESTERN and not _MISPLACED.search(text)


def _printable(text: str) -> bool:
    """Whether a text is free of control characters that no text has."""
    return not re.search(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f-\x84\x86-\x9f\ufffd]", text)


def _codec(name: str | None) -> str | None:
    if not name:
        return None
    label = name.strip().strip("\"'").lower()
    label = _MEANT.get(label, label)
    try:
        info = codecs.lookup(label)
    except (LookupError, ValueError):
        return None
    return info.name if getattr(info, "_is_text_encoding", True) else None


def _reads(raw: bytes, codec: str) -> bool:
    try:
        raw.decode(codec)
    except (UnicodeError, ValueError):
        return False
    return True


def _undecodable(raw: bytes, found: str) -> ReadProblem:
    return ReadProblem(
        "undecodable",
        found=found,
        expected="UTF-8, or a declared encoding that fits the bytes",
        remedy="Save the file as UTF-8.",
        excerpt=raw[:400].decode("ascii", "replace"),
    )
