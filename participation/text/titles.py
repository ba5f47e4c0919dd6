"""Marks of titles, as the national standard of punctuation (GB/T 15834) sets them."""


def nested(text: str) -> str:
    """The marks of a title within a title are single: 《关于〈…〉的公告》."""
    said, open_marks = [], 0
    for each in text:
        if each == "》" and open_marks:
            open_marks -= 1
        said.append({"《": "〈", "》": "〉"}.get(each, each) if open_marks % 2 else each)
        if each == "《":
            open_marks += 1
    return "".join(said)
