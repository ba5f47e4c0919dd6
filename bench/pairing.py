"""How well a comparison pairs articles: ten pairs of laws that were read by hand.

`pairing.json` names, for every article of the newer version, the article(s) of the older one that it is ("" for a
new one; several where a careful reader could say either), and in `also` what was split off or merged in.
Needs the statutes beside the project (REAL_DATA). `--wrong` lists what was paired otherwise.
"""

import json
import os
import sys
from collections import Counter
from pathlib import Path
from time import perf_counter

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "participation.config.settings")
django.setup()

from consultations.documents.comparing import Row, compare_drafts  # noqa: E402
from consultations.documents.reading import read_draft  # noqa: E402
from consultations.documents.structure import Draft, Level  # noqa: E402

LAWS = Path(os.environ.get("REAL_DATA", "../shared/data")) / "laws" / "version_pairs"


def read(name: str, date: str) -> Draft:
    path = LAWS / f"{name}({date}).md"
    return read_draft(path.read_bytes(), path.name)


def measure(rows: list[Row], truth: dict, counts: Counter[str]) -> list[str]:
    """Count what is right; the new articles that were paired otherwise than by hand."""
    wrong: list[str] = []
    said: set[tuple[str, str]] = set()
    paired: set[tuple[str, str]] = set()
    for row in rows:
        old, new = row["old"], row["new"]
        paired |= {(old["label"], new["label"])} if old and new else set()
        for label in row.get("from", []):
            said.add((label, new["label"] if new else ""))
        for label in row.get("into", []):
            said.add((old["label"] if old else "", label))
        if new is None or new["level"] != Level.ARTICLE:
            continue
        found, right = (old["label"] if old else ""), truth["was"][new["label"]]
        counts["articles"] += 1
        counts["right"] += found in right
        counts["paired"] += bool(found)
        counts["rightly paired"] += bool(found) and found in right
        counts["to be paired"] += "" not in right
        counts["found"] += "" not in right and found in right
        if found not in right:
            wrong.append(
                f"{new['label']}: {found or 'new'}, by hand {' or '.join(r or 'new' for r in right)}"
            )
    counts["split or merged"] += len(truth["also"])
    kin = {(o, n) for n, olds in truth["was"].items() for o in olds} | {(o, n) for o, n in truth["also"]}
    named = said - paired
    counts["named"] += len(named)
    counts["rightly named"] += len(named & kin)
    wrong += [f"{o} → {n}: named as kin, not by hand" for o, n in sorted(named - kin)]
    counts["pointed out"] += sum(tuple(pair) in said | paired for pair in truth["also"])
    return wrong


def main() -> None:
    laws = json.loads(Path(__file__).with_suffix(".json").read_text(encoding="utf-8"))
    total: Counter[str] = Counter()
    start = perf_counter()
    for name, truth in laws.items():
        counts: Counter[str] = Counter()
        rows = compare_drafts(read(name, truth["old"]), read(name, truth["new"]))
        wrong = measure(rows, truth, counts)
        total += counts
        print(f"{counts['right']:4} of {counts['articles']:4} right  {name}")
        if "--wrong" in sys.argv:
            print("\n".join("        " + line for line in wrong))
    share = total["rightly paired"] / total["paired"]
    print(f"{total['right']} of {total['articles']} articles as a person would pair them")
    print(
        f"{share:.1%} of the pairs made are right, {total['found'] / total['to be paired']:.1%} of the sure ones made"
    )
    print(
        f"{total['pointed out']} of {total['split or merged']} splits and merges pointed out; "
        f"of {total['named']} named, {total['rightly named']} right"
    )
    print(f"{perf_counter() - start:.1f} s")


if __name__ == "__main__":
    main()
