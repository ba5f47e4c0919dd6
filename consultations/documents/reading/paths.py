"""Where a clause stands, in words: 第二章/第三条/（一）."""

from collections import Counter

from consultations.documents.structure import Draft, Level, Node

_UNNAMED = {
    Level.TITLE: "题名", Level.CONTENTS: "目录", Level.PREAMBLE: "引言", Level.TABLE: "表",
    Level.SIGNATURE: "落款", Level.ANNEX: "附件", Level.HEADING: "标题",
}  # fmt: skip


def assign_paths(draft: Draft) -> None:
    """第二章/第三条/（一）; pieces without a label are counted, and no two paths are alike."""
    taken: Counter[str] = Counter()

    def visit(node: Node, above: str, name: str) -> None:
        path = f"{above}/{name}" if above else name
        taken[path] += 1
        node.path = path if taken[path] == 1 else f"{path}#{taken[path]}"
        base = len(node.text.split("\n")) if node.level is Level.ARTICLE and node.text else 0
        name_all(node.children, node.path, base, in_article=node.level is Level.ARTICLE)

    def name_all(nodes: list[Node], above: str, base: int, *, in_article: bool) -> None:
        counts: Counter[str] = Counter()
        for node in nodes:
            if node.label:
                visit(node, above, node.label.rstrip("：:"))
                continue
            unit = _UNNAMED.get(node.level, "款" if in_article else "段")
            counts[unit] += 1
            counted = base + counts[unit] if in_article else counts[unit]
            if unit in ("款", "段"):
                visit(node, above, f"第{counted}{unit}")
            else:
                visit(node, above, unit if counts[unit] == 1 else f"{unit}{counts[unit]}")

    name_all(draft.nodes, "", 0, in_article=False)
