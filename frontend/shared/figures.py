"""Figures as people read them."""


def percent(rate: float | None) -> float | None:
    """A share in per cent, with one place."""
    return None if rate is None else round(rate * 100, 1)
