"""The styles that lines carry by name, in one table."""

from rich.theme import Theme

STYLES = {
    "heading": "bold",
    "citation": "dim",
    "marker": "bold",
    "best": "bold",
    "gap": "dim",
    "table.header": "bold",
    "table.rule": "dim",
    "table.equal": "dim",
    "more": "dim",
    "missing": "dim italic",
    "verdict": "bold",
    "understood": "dim",
    "footer": "dim",
}
"""No colour among them, so that nothing is lost without it. `best` also has its marker."""

THEME = Theme(STYLES)
