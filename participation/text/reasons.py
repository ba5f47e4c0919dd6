"""Whether a reason says something: signs, one word repeated or a full stop alone are no reason."""

LEAST = 8  # letters, figures or characters
DIFFERENT = 5  # of them


def is_reason(text: str, least: int = LEAST) -> bool:
    """Whether `text` has `least` letters, figures or characters and several different ones among them."""
    found = [each for each in text.casefold() if each.isalnum()]
    return len(found) >= least and len(set(found)) >= DIFFERENT
