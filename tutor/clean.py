"""Text from outside made harmless to show: notes, file names, questions, other programs' errors.

No terminal library takes these characters out. Clean at output only: what is stored, hashed or
compared stays as it was, so that a quote can be traced to its bytes.
"""

_REPLACEMENT = "\N{REPLACEMENT CHARACTER}"

# Inclusive ranges. Not among them: ZWNJ and ZWJ (U+200C, U+200D), which Persian and emoji need,
# and the soft hyphen (U+00AD), which is common in pasted text and harmless.
_UNSAFE = (
    (0x80, 0x9F),  # C1: one-character escape sequences on terminals that honour them
    (0x61C, 0x61C),  # Arabic letter mark, a bidi control
    (0x200B, 0x200B),  # zero-width space
    (0x200E, 0x200F),  # left-to-right and right-to-left marks
    (0x2028, 0x2029),  # line and paragraph separators
    (0x202A, 0x202E),  # bidi embeddings and overrides
    (0x2060, 0x206F),  # word joiner, invisible operators, bidi isolates, deprecated format controls
    (0xD800, 0xDFFF),  # surrogates: bytes of a file name that are not UTF-8; cannot be encoded
    (0xFEFF, 0xFEFF),  # byte order mark
    (0xFFF9, 0xFFFB),  # interlinear annotation
    (0xE0000, 0xE007F),  # tags: invisible ASCII
)


def _build_table() -> dict[int, str]:
    table = {code: chr(0x2400 + code) for code in range(0x20) if chr(code) not in "\n\t"}
    table[0x7F] = "\N{SYMBOL FOR DELETE}"
    for first, last in _UNSAFE:
        table.update(dict.fromkeys(range(first, last + 1), _REPLACEMENT))
    return table


_TABLE = _build_table()
_LINE_TABLE = {ord("\n"): "\N{SYMBOL FOR NEWLINE}", ord("\t"): " "}


def clean(text: str) -> str:
    """Return text in which nothing can steer a terminal or hide from the reader.

    Control characters become their visible pictures (ESC is ␛), except newline and tab, which
    stay; a CR before a newline is dropped. C1 and bidi controls, invisible characters and
    surrogates become U+FFFD. The result can be encoded as UTF-8, and cleaning it again changes
    nothing. Emoji, combining marks and right-to-left scripts stay as they are. Linear in time.
    """
    return text.replace("\r\n", "\n").translate(_TABLE)


def clean_line(text: str) -> str:
    """Return cleaned text that stays on one line, for names, headings and questions.

    Newlines become the picture ␤ and tabs a space.
    """
    return clean(text).translate(_LINE_TABLE)
