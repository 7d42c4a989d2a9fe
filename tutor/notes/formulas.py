"""LaTeX between `$$` as blocks of their own: a line of it that holds only `=` underlines no heading."""

import re

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock

# A longer one is none. The limit also bounds what is read again for each line that opens one and is never closed.
_MAX_LINES = 100
_END = re.compile(r"\$\$[ \t]*(?:\([^()$]{1,80}\)[ \t]*)?$")  # and its label: $$ (2.1)


def formula_plugin(parser: MarkdownIt) -> None:
    """Teach a parser formulas: tokens of type `math_block`. One may interrupt a paragraph, as a fence may."""
    parser.block.ruler.before(
        "fence", "math_block", _formula, {"alt": ["paragraph", "reference", "blockquote", "list"]}
    )


def _formula(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    if state.is_code_block(start) or not state.src.startswith("$$", state.bMarks[start] + state.tShift[start]):
        return False
    last = _last_line(state, start, min(end, start + _MAX_LINES))
    if last is None:
        return False
    if not silent:
        token = state.push("math_block", "math", 0)
        token.block, token.map = True, [start, last + 1]
        state.line = last + 1
    return True


def _last_line(state: StateBlock, start: int, end: int) -> int | None:
    """Return the line that closes the formula, or None: it is not closed before its list or quote ends."""
    first = _text(state, start)[2:]
    if _END.search(first):
        return start
    if "$$" in first:
        return None
    for line in range(start + 1, end):
        text = _text(state, line)
        if text and state.sCount[line] < state.blkIndent:
            return None
        if _END.search(text):
            return line
    return None


def _text(state: StateBlock, line: int) -> str:
    return state.src[state.bMarks[line] + state.tShift[line] : state.eMarks[line]]
