"""The colours of a dark and of a light terminal; contrasts of text are 4.5 or more, those of rules 3."""

from textual.theme import Theme

DARK = Theme(
    name="tutor-dark",
    primary="#7aa2f7",
    secondary="#9ece6a",
    accent="#e0af68",
    warning="#e0af68",
    error="#f7768e",
    success="#9ece6a",
    foreground="#d5d9e6",
    background="#15171e",
    surface="#1b1e27",
    panel="#232735",
    dark=True,
    variables={
        "tutor-heading": "#8fb4ff",
        "tutor-best": "#f2d08b",
        "tutor-faint": "#9aa3b8",
        "tutor-doubt": "#ff9e80",
        "tutor-code": "#a9d7c5",
        "tutor-marked": "#2b3145",
        "tutor-rule": "#5f6980",
        "footer-key-foreground": "#f2d08b",
        "scrollbar": "#5f6980",
        "scrollbar-hover": "#7aa2f7",
        "scrollbar-background": "#15171e",
    },
)

LIGHT = Theme(
    name="tutor-light",
    primary="#2456b3",
    secondary="#2f6f3a",
    accent="#8a5a00",
    warning="#8a5a00",
    error="#b3261e",
    success="#2f6f3a",
    foreground="#22252e",
    background="#fbfaf6",
    surface="#f3f1ea",
    panel="#e7e4da",
    dark=False,
    variables={
        "tutor-heading": "#1f4ea3",
        "tutor-best": "#7a4a00",
        "tutor-faint": "#5b6170",
        "tutor-doubt": "#a3341f",
        "tutor-code": "#1d5f4d",
        "tutor-marked": "#e3e6f2",
        "tutor-rule": "#8b8472",
        "footer-key-foreground": "#7a4a00",
        "scrollbar": "#8b8472",
        "scrollbar-hover": "#2456b3",
        "scrollbar-background": "#fbfaf6",
    },
)


def own_colours(theme: Theme) -> dict[str, str]:
    """Return the colours that only this program has names for, for a theme that was made for any."""
    variables = (DARK if theme.dark else LIGHT).variables
    return {name: colour for name, colour in variables.items() if name.startswith("tutor-")}
