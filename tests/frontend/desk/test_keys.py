"""The keys of the desk are named where they act."""

import re
from pathlib import Path

import frontend

TEMPLATES = Path(frontend.__file__).parent / "templates"
NAMED = re.compile(r"<kbd[^>]*>Ctrl\+(\w+)</kbd>")
PRESSED = re.compile(
    r'<button[^>]*data-key="mod\+(\w+)"[^>]*>(?:(?!</button>).)*?<kbd[^>]*>Ctrl\+(\w+)</kbd></button>'
)


def test_keys_with_ctrl_stand_in_the_button_that_they_press() -> None:
    texts = [path.read_text() for path in TEMPLATES.rglob("*.html")]
    pressed = [each for text in texts for each in PRESSED.findall(text)]
    assert len(pressed) == sum(len(NAMED.findall(text)) for text in texts) >= 5
    assert all(key == named.lower() for key, named in pressed)
    assert not any("<kbd>Ctrl</kbd>" in text for text in texts)
