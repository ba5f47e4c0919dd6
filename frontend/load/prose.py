"""Chinese texts that read like letters, put together from the sentences in content/prose.toml."""

import re
import tomllib
from pathlib import Path
from random import Random
from typing import Any

CONTENT = Path(__file__).parent / "content"
SHORTEST, LONGEST = 10, 800  # characters of a comment
SLOT = re.compile(r"\{(place|thing|who|n|article)\}")
LENGTHS = [(0.12, (10, 24)), (0.62, (40, 160)), (0.2, (160, 380)), (0.06, (380, LONGEST))]


class Prose:
    """The sentences, read once. The same dice give the same text."""

    def __init__(self) -> None:
        self.parts: dict[str, Any] = tomllib.loads((CONTENT / "prose.toml").read_text(encoding="utf-8"))

    def comment(self, dice: Random, article: str) -> str:
        """A comment of 10 to 800 characters: short cries, letters of some paragraphs, a few long ones."""
        parts = self.parts["comment"]
        shares, ranges = zip(*LENGTHS, strict=True)
        wanted = dice.randint(*dice.choices(ranges, shares)[0])
        if wanted < LENGTHS[0][1][1]:
            text = self._filled(dice, dice.choice(parts["short"]), article)
            return text if len(text) >= SHORTEST else f"{self._filled(dice, '{place}居民：')}{text}"
        sentences = [dice.choice(parts["open"])]
        length = len(sentences[0])
        while length < wanted:
            sentences.append(dice.choice(parts[dice.choice(("fact", "fact", "worry", "wish"))]))
            length += len(sentences[-1])
            if length > 120 and dice.random() < 0.2:
                sentences.append("\n")
        if dice.random() < 0.3:
            sentences.append(dice.choice(parts["close"]))
        return self._filled(dice, "".join(sentences), article)[:LONGEST].strip()

    def question(self, dice: Random) -> tuple[str, str]:
        """Title and text of a question."""
        title = self._filled(dice, dice.choice(self.parts["question"]["title"]))
        body = dice.sample(self.parts["question"]["body"], dice.randint(1, 6))
        return title, self._filled(dice, "".join(body))

    def reply(self, dice: Random) -> str:
        """An answer of two to six sentences."""
        first, *rest = self.parts["question"]["reply"]
        return self._filled(dice, "\n".join([first, *dice.sample(rest, dice.randint(1, 5))]))

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

    def _filled(self, dice: Random, text: str, article: str = "") -> str:
        def slot(found: re.Match[str]) -> str:
            match found[1]:
                case "article":
                    return article or "这个办法"
                case "n":
                    return str(dice.randint(2, 60))
            return str(dice.choice(self.parts[found[1]]))

        return SLOT.sub(slot, text)
