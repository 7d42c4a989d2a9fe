"""Notes that nobody wrote in good faith, or by an editor that works: they must stay harmless wherever they show."""

import os
from collections.abc import Mapping
from pathlib import Path

CONTROLS = {
    "csi": "\x1b[2J\x1b[1;1H\x1b[31m",
    "title": "\x1b]0;OWNED\x07",
    "clipboard": "\x1b]52;c;cm0gLXJmIH4=\x1b\\",
    "link": "\x1b]8;;file:///etc/passwd\x1b\\here\x1b]8;;\x1b\\",
    "notify": "\x1b]9;pay me\x07\x1b]777;notify;a;b\x07\x1b]1337;File=inline=1:AAAA\x07",
    "dcs": '\x1bP$q"p\x1b\\\x1bP+q544e\x1b\\',
    "apc": "\x1b_Gf=100,a=T;AAAA\x1b\\\x1b^private\x1b\\\x1bXstring\x1b\\",
    "reset": "\x1bc\x1b#8\x1b(0",
    "report": "\x1b[6n\x1b[c\x1b[>q\x1b[21t\x05",
    "eight_bit": "\x9b2J\x9d0;OWNED\x9c\x90q\x9c",
    "backspace": "rm -rf\b\b\b\b\b\b      ls",
    "carriage": "safe\rEVIL",
    "shift": "\x0e\x0f\x7f\x00\x0b\x0c",
    "bidi": "\u202egpj.exe\u202c \u2066x\u2069 \u200f\u061c",
    "hidden": "a\u200bb\ufeffc\u2060d\U000e0041\U000e007f",
    "separators": "one\u2028two\u2029three\x85four",
    "split": "\x1b**[**31m\x1b`]`0;x\x1b*c*",
    "entities": "&#27;[31m&#x1b;]0;OWNED&#7; &#155;2J &#8238;x &Tab;&NewLine;&#0;",
    "markup": "[/] [red]r[/red] [@click=app.quit]go[/] [link=file:///etc]l[/link] [/nope] \\[b] a [/ b [0] {x} %s",
    "unfinished": "\x1b]0;",
}
"""What steers a terminal, hides from the reader, or is markup of the library that draws the screen."""

NUMBERS = {
    "digits": "9" * 5000,
    "exponent": "1e999999999",
    "fraction": "1/0 and ½ and ¾ TB",
    "superscripts": "² ³ ① ⅷ ٣٤ ௧ 𝟙 十",
    "decimals": f"0.{'0' * 5000}1",
    "range": f"1-{'9' * 400} and 5..3 and 10^10000000 and 2^99999999",
    "grouped": "1,,000 1.000.000,5 1 000 000 1'000",
    "dates": "0000-00-00, 99999-12-31, 30 February 2021, 31/31/31, 2021-13-45, 24:61:99",
    "units": "9e400 GB, -0 ms, +-5 %, NaN seconds, inf days, 1e-400 kg, 0x7fffffffffffffffffff",
    "roman": "MMMMMMMMMMMMMMCMXCIX",
    "money": "$1e5000, € -0.0, 100 % of 0 %",
}
"""What reads like a number to one function and not to the next."""

SHAPES = {
    "stairs.md": "".join(f"{'  ' * level}- level {level}\n" for level in range(150)),
    "quotes.md": "> " * 3000 + "deep\n",
    "brackets.md": "[" * 5000 + "x" + "]" * 5000 + "(" * 5000,
    "emphasis.md": "*_**__" * 4000 + "\n\n" + "**a" * 4000,
    "backticks.md": "".join("`" * count + "a" for count in range(150)),
    "comments.md": "<!--" * 4000 + "\n\n" + "<![CDATA[" * 4000 + "\n\n" + "<?" * 4000,
    "long_line.md": "# One line\n\n" + "word " * 10_000,
    "long_word.md": "# One word\n\n" + "a" * 50_000,
    "long_heading.md": "# " + "heading " * 5_000 + "\n\nBelow it.\n",
    "headings.md": "".join(f"{'#' * (number % 6 + 1)} heading {number}\n" for number in range(800)),
    "blank.md": "\n" * 50_000,
    "columns.md": f"|{'a|' * 300}\n|{'-|' * 300}\n|{'b|' * 300}\n",
    "rows.md": "| a | b |\n|---|---|\n" + "| x | y |\n" * 400,
    "ragged.md": "| a | b |\n|---|---|\n|\n| 1 |\n| 1 | 2 | 3 | 4 |\n| \\| | `|` |\n||||||\n",
    "references.md": "".join(f"[r{number}]: /u{number} 'title'\n" for number in range(3000)),
    "footnotes.md": "".join(f"[^{number}]: note {number} [^{number + 1}]\n" for number in range(150)),
    "fences.md": "```\n" * 2001 + "never closed",
    "formulas.md": "$$\n" * 2001 + "\\frac{1}{0}",
    "yaml_bomb.md": "---\na: &a [x,x,x,x,x,x,x,x,x]\n"
    + "".join(
        f"{name}: &{name} [{','.join([f'*{before}'] * 9)}]\n"
        for before, name in zip("abcdefgh", "bcdefghi", strict=True)
    )
    + "title: *i\naliases: *i\n---\n\n# Bomb\n\nIt is bounded.\n",
    "yaml_deep.md": f"---\ntitle: {'[' * 3000}\n---\n\n# Deep\n",
    "yaml_objects.md": "---\ntitle: !!python/object/apply:os.system ['false']\ntags: !!binary aGk=\n---\n\n# Objects\n",
    "yaml_controls.md": '---\ntitle: "\\e]0;OWNED\\a \\x9b2J \\u202e"\naliases: ["\\e[31m", "a\\0b", "\\N\\L\\P"]\n'
    'tags: ["\\e[2J", "../../etc"]\n---\n\n# Controls\n\nThey stand in the front matter.\n',
    "yaml_kinds.md": "---\ntitle: 2021-13-45\naliases: [1e999, 0o777, ~, {a: b}, [c]]\ntags: {a: 1}\n---\n\nText.\n",
    "zalgo.md": "# Zalgo\n\nThe z" + "\u0301" * 5_000 + "algo text.\n",
    "emoji.md": "# Family\n\n" + "\U0001f469\u200d\U0001f469\u200d\U0001f467\u200d\U0001f466 " * 2000,
    "wide.md": "# 見出し\n\n" + "漢字" * 5000 + "。\n\n| 列 | 値 |\n|---|---|\n| 漢字漢字漢字 | ｱｲｳ |\n",
    "rtl.md": "# שלום\n\nמיטוכונדריה היא תחנת הכוח של התא.\n\n- العربية: خمسة كيلوغرامات\n",
    "sheet.md": "# =HYPERLINK(1)\n\n- =cmd|' /C calc'!A0: a cell\n- +1+1: plus\n- @SUM(1): at\n- -2+3: minus\n",
    "script.md": "# <script>alert(1)</script>\n\n- <img src=x onerror=alert(1)>: an image\n"
    "- [latex]\\input{/etc/passwd}[/latex]: formula\n- [sound:../../etc/passwd]: sound\n- {{c1::x}} {{Question}}: y\n",
    "links.md": "# Links\n\nSee [a](javascript:alert(1)), [b](file:///etc/passwd), [c](vs://x), [d](%2Fetc%2Fgroup),"
    " [e](%00), [f](../../../../etc/passwd), [g](http://[bad), [[../../../etc/passwd]], [h](<a b>), ![i](/dev/zero),"
    " [j](//host/x), <http://x.y/\x1b]0;z>, [k](%FF%FE), [l](" + "a" * 5000 + ")\n",
}
"""Files that are large, deep, broken or sly."""


def write_awkward(root: Path) -> Path:
    """Write all of these below a folder, with names and links that are no better, and return it."""
    for name, text in SHAPES.items():
        _write(root / "shapes" / name, text)
    for name, payload in CONTROLS.items():
        _write(root / "controls" / f"{name}.md", _note(f"zebra{name}", payload))
    for name, payload in NUMBERS.items():
        _write(root / "numbers" / f"{name}.md", _note(f"gnu{name}", payload))
    for name in _NAMES:
        _write(root / name, f"# Quokka\n\n- Habitat: the island number {len(name)}\n- Food: leaves\n")
    _write(root / "folder\x1b]0;OWNED\x07/[red]in[/red].md", "# Wombat\n\nThe wombat digs.\n")
    os.symlink("/etc/passwd", root / "link.md")
    os.symlink("/", root / "everything")
    os.symlink(".", root / "itself")
    os.mkfifo(root / "pipe.md")
    (root / "binary.md").write_bytes(bytes(range(256)) * 40)
    (root / "latin.md").write_bytes("# caf\u00e9\n\nna\u00efve\n".encode("latin-1"))
    (root / ".tutorignore").write_text("*a" * 120 + "b\n" + "**/" * 100 + "x\n[\n!!\n\\\n")
    return root


_NAMES = (
    "new\nline.md",
    "esc\x1b]0;OWNED\x07.md",
    "[red]name[/red] [/nope].md",
    "-rf.md",
    "--help.md",
    "bidi\u202egnp.md",
    "quote'\"$(id)`id`;.md",
    "per%00cent%2F.md",
    "tab\tname.md",
    "=cmd.md",
    f"{'n' * 250}.md",
    os.fsdecode(b"latin\xff\xfe.md"),
    "é.md",
    "e\u0301.md",
    "CON.md",
    "a:1-2.md",
    "#1?.md",
)


def _note(word: str, payload: str) -> str:
    """Return a note with a payload wherever something of a note is shown."""
    return f"""\
# The {word} {payload}

The {word} token explains {payload} stripes.

## {word} facts {payload}

- Name: {payload}
- **{payload}**: the {word} has 4 legs
- {word} limit: 15 minutes {payload}
- {word} size {payload}: from 4 KB to 16 KB
  1. first {payload}
  2. second

| {word} | weight {payload} | {payload} |
|---|---|---|
| {payload} | 5 kg | yes |
| other {word} | 7 kg {payload} | no |

{word.upper()} stands for {word} {payload} ({payload}).

> quoted {payload}

```
code {payload}
```

[{payload}](http://example.org/{payload})
"""


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode("utf-8", "surrogatepass"))


def questions() -> Mapping[str, str]:
    """Return a question for each payload that has its note quoted."""
    return {name: f"zebra{name} stripes" for name in CONTROLS} | {name: f"gnu{name} limit" for name in NUMBERS}
