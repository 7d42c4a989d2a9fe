"""The colours: what is written can be read, in the dark and in the light."""

import pytest
from textual.color import Color
from textual.theme import Theme

from tutor.tui.content import STYLES
from tutor.tui.themes import DARK, LIGHT

LEAST = 4.5
"""The contrast that WCAG 2.1 asks of text, https://www.w3.org/TR/WCAG21/#contrast-minimum."""
LEAST_OF_RULES = 3.0
"""And of what else has to be seen, https://www.w3.org/TR/WCAG21/#non-text-contrast."""


def contrast(a: str, b: str) -> float:
    lighter, darker = sorted((luminance(Color.parse(color)) for color in (a, b)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def luminance(color: Color) -> float:
    parts = (v / 12.92 if v <= 0.04045 else ((v + 0.055) / 1.055) ** 2.4 for v in color.normalized)
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), parts, strict=True))


@pytest.mark.parametrize("theme", [DARK, LIGHT], ids=lambda theme: theme.name)
def test_every_text_has_contrast_on_everything_it_stands_on(theme: Theme) -> None:
    grounds = [theme.background, theme.surface, theme.panel, theme.variables["tutor-marked"]]
    texts = [
        theme.foreground,
        *(v for k, v in theme.variables.items() if k.startswith("tutor-") and k not in {"tutor-marked", "tutor-rule"}),
    ]
    for ground in grounds:
        assert ground
        for text in texts:
            assert text
            assert contrast(text, ground) >= LEAST, (text, ground)


@pytest.mark.parametrize("theme", [DARK, LIGHT], ids=lambda theme: theme.name)
def test_rules_scrollbars_and_the_mark_of_the_focus_can_be_seen(theme: Theme) -> None:
    for rule in (theme.variables["tutor-rule"], theme.variables["scrollbar"], theme.primary):
        assert contrast(rule, str(theme.background)) >= LEAST_OF_RULES, rule


def test_every_colour_of_a_style_is_in_both_themes() -> None:
    used = {word[1:] for style in STYLES.values() for word in style.split() if word.startswith("$")}
    assert used <= set(DARK.variables) & set(LIGHT.variables)
