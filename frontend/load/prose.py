"""Chinese texts that read like letters, put together from the sentences in content/prose.toml."""

import re
import tomllib
from pathlib import Path
from random import Random
from typing import Any

CONTENT = Path(__file__).parent / "content"
SHORTEST, LONGEST = 10, 800  # characters of a comment
SLOT = re.compile(r"\{(place|thing|who|n|article)\}")
Scene = dict[str, str]
LENGTHS = [(0.12, (10, 24)), (0.62, (40, 160)), (0.2, (160, 380)), (0.06, (380, LONGEST))]


class Prose:
    """The sentences, read once. The same dice give the same text."""

    def __init__(self) -> None:
        self.parts: dict[str, Any] = tomllib.loads((CONTENT / "prose.toml").read_text(encoding="utf-8"))

    def scene(self, dice: Random) -> Scene:
        """What one letter is about: a place, a matter, those whom it concerns."""
        return {name: str(dice.choice(self.parts[name])) for name in ("place", "thing", "who")}

    def comment(self, dice: Random, article: str) -> str:
        """A comment of 10 to 800 characters: short cries, letters of some paragraphs, a few long ones."""
        parts, scene = self.parts["comment"], self.scene(dice) | {"article": article or "这个办法"}
        shares, ranges = zip(*LENGTHS, strict=True)
        wanted = dice.randint(*dice.choices(ranges, shares)[0])
        if wanted < LENGTHS[0][1][1]:
            text = _filled(dice, dice.choice(parts["short"]), scene)
            return text if len(text) >= SHORTEST else f"{scene['place']}居民：{text}"
        sentences, left = [dice.choice(parts["open"])], [*parts["fact"], *parts["worry"], *parts["wish"]]
        dice.shuffle(left)
        length = len(sentences[0])
        while length < wanted and left:
            sentences.append(left.pop())
            length += len(sentences[-1])
            if length > 120 and dice.random() < 0.2:
                sentences.append("\n")
        if dice.random() < 0.3:
            sentences.append(dice.choice(parts["close"]))
        return _filled(dice, "".join(sentences), scene)[:LONGEST].strip()

    def question(self, dice: Random, scene: Scene) -> tuple[str, str]:
        """Title and text of a question."""
        title = _filled(dice, dice.choice(self.parts["question"]["title"]), scene)
        body = dice.sample(self.parts["question"]["body"], dice.randint(1, 6))
        return title, _filled(dice, "".join(body), scene)

    def reply(self, dice: Random, scene: Scene) -> str:
        """An answer of two to six paragraphs."""
        first, *rest = self.parts["question"]["reply"]
        chosen = sorted(dice.sample(range(len(rest)), dice.randint(1, 5)))
        return _filled(dice, "\n".join([first, *(rest[n] for n in chosen)]), scene)

    def reason(self, dice: Random, kind: str) -> str:
        """A reason for a disposition or a return."""
        return str(dice.choice(self.parts["reason"][kind]))

    def said(self, dice: Random, step: str) -> str:
        """What is said with a step of a question."""
        return str(dice.choice(self.parts["question"][step]))

    def name(self, dice: Random) -> str:
        """A name; one in seven gives none."""
        if dice.random() < 1 / 7:
            return ""
        return f"{dice.choice(self.parts['surname'])}{dice.choice(self.parts['given'])}"

    def place(self, dice: Random) -> str:
        """Where somebody lives."""
        return f"{dice.choice(self.parts['place'])}{dice.choice(self.parts['place_of'])}"


def _filled(dice: Random, text: str, scene: Scene) -> str:
    return SLOT.sub(lambda found: str(dice.randint(2, 30)) if found[1] == "n" else scene[found[1]], text)
