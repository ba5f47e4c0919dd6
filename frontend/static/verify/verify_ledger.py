#!/usr/bin/env python3
"""独立核验公众参与台账。Checks a ledger of public participation, without the site that keeps it.

    verify_ledger.py receipt FILE.tlog-proof --vkey VKEY
    verify_ledger.py export DIR --vkey VKEY [--against OLD_CHECKPOINT]

需要 Python 3.11 以上和 cryptography 包。VKEY 是日志公钥的文本，或存有它的文件；请从网站以外的地方取得并长期保存。
Needs Python 3.11 and the package cryptography. VKEY is the log's key as text, or a file that holds it: take it from
somewhere else than the site, and keep it. Several keys, after a rotation, are given with several --vkey.

退出码：0 全部相符；1 不相符；2 无法核验（文件缺失或无法读取）。
Exits with 0 when everything fits, 1 when something does not, 2 when it cannot be checked (missing or unreadable).

Formats: c2sp.org/tlog-proof, tlog-tiles, tlog-checkpoint, signed-note; hashes as in RFC 6962.
"""

import argparse
import base64
import hashlib
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

WIDTH = 256


class Wrong(Exception):
    """It does not fit: Chinese and English words for it."""


class Head(NamedTuple):
    origin: str
    size: int
    root: bytes


class Key(NamedTuple):
    name: str
    key_id: bytes
    key: Ed25519PublicKey


def wrong(chinese: str, english: str) -> Wrong:
    return Wrong(f"{chinese}\n{english}")


def sha256(content: bytes) -> bytes:
    return hashlib.sha256(content).digest()


def leaf_hash(entry: bytes) -> bytes:
    return sha256(b"\x00" + entry)


def node_hash(left: bytes, right: bytes) -> bytes:
    return sha256(b"\x01" + left + right)


def from_base64(text: str, what: tuple[str, str]) -> bytes:
    try:
        raw = base64.b64decode(text, validate=True)
    except ValueError:
        raw = b""
    if not raw or base64.b64encode(raw).decode() != text:
        raise wrong(f"{what[0]}无法读取。", f"{what[1]} cannot be read.")
    return raw


def read_key(text: str) -> Key:
    name, key_id, encoded = [*text.strip().split("+", 2), "", ""][:3]
    raw = from_base64(encoded, ("公钥", "The key"))
    if len(raw) != 33 or raw[0] != 1 or sha256(f"{name}\n".encode() + raw)[:4].hex() != key_id:
        raise wrong("公钥文本不完整，或者不是 Ed25519 公钥。", "The key is not whole, or is no Ed25519 key.")
    return Key(name, bytes.fromhex(key_id), Ed25519PublicKey.from_public_bytes(raw[1:]))


def read_keys(given: list[str]) -> list[Key]:
    """Each as text, or as a file with one a line."""
    lines: list[str] = []
    for each in given:
        lines += each.split() if each.count("+") >= 2 else read_text(Path(each)).split()
    return [read_key(line) for line in lines]


def read_text(path: Path) -> str:
    try:
        return path.read_bytes().decode()
    except UnicodeDecodeError:
        raise wrong(f"{path} 不是文本。", f"{path} is no text.") from None


def read_head(note: str, keys: list[Key]) -> Head:
    """What a checkpoint says, once its signature was found to be right."""
    text, _, signatures = note.rpartition("\n\n")
    text += "\n"
    signers = 0
    for line in signatures.removesuffix("\n").split("\n"):
        name, _, encoded = line.removeprefix("— ").partition(" ")
        raw = from_base64(encoded, ("检查点的签名", "A signature of the checkpoint"))
        for key in keys:
            if (key.name, key.key_id) == (name, raw[:4]):
                try:
                    key.key.verify(raw[4:], text.encode())
                except InvalidSignature:
                    raise wrong("检查点的签名不对。", "The signature of the checkpoint is wrong.") from None
                signers += 1
    if not signers:
        raise wrong("检查点没有您所持公钥的签名。", "The checkpoint is not signed with the key you gave.")
    origin, size, root = [*text.split("\n"), "", ""][:3]
    if not size.isascii() or not size.isdigit() or origin not in {key.name for key in keys}:
        raise wrong("检查点格式不对。", "This is no checkpoint of that log.")
    return Head(origin, int(size), from_base64(root, ("检查点", "The checkpoint")))


def root_of(index: int, size: int, leaf: bytes, path: list[bytes]) -> bytes | None:
    """RFC 9162, 2.1.3.2: the root that a path leads to; None when the path does not fit the place."""
    node, last, found = index, size - 1, leaf
    for sibling in path:
        if last == 0:
            return None
        if node & 1 or node == last:
            found = node_hash(sibling, found)
            while not node & 1 and node:
                node, last = node >> 1, last >> 1
        else:
            found = node_hash(found, sibling)
        node, last = node >> 1, last >> 1
    return found if last == 0 else None


def canonical(value: Any) -> bytes:
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return text.encode("utf-8", "surrogatepass")


def commitment(kind: str, object_id: Any, salt: Any, content: Any) -> str:
    return sha256(f"{salt}\n".encode() + canonical([kind, object_id, content])).hex()


def check_receipt(path: Path, keys: list[Key]) -> list[str]:
    """A proof: its signature, its place in the tree, and that what it holds is what was committed to."""
    top, _, note = read_text(path).partition("\n\n")
    lines = top.split("\n")
    if len(lines) < 3 or lines[0] != "c2sp.org/tlog-proof@v1" or not lines[1].startswith("extra "):
        raise wrong("这不是存证凭证。", "This is no proof of a receipt.")
    try:
        said = json.loads(from_base64(lines[1].removeprefix("extra "), ("凭证", "The proof")))
        entry = said["entry"].encode()
        public = json.loads(entry)
        index = lines[2].removeprefix("index ")
        if not lines[2].startswith("index ") or str(int(index)) != index:
            raise ValueError
    except (ValueError, KeyError, TypeError, AttributeError):
        raise wrong("凭证的内容无法读取。", "What the proof holds cannot be read.") from None
    head = read_head(note, keys)
    hashes = [from_base64(line, ("凭证的路径", "The path of the proof")) for line in lines[3:]]
    if (
        not 0 <= int(index) < head.size
        or root_of(int(index), head.size, leaf_hash(entry), hashes) != head.root
    ):
        raise wrong("条目不在已签名的台账里。", "The entry does not stand in the tree that was signed.")
    told = [
        f"存证在台账 {head.origin} 第 {index} 号（从 0 数起，共 {head.size} 条），记录时间 {public['at']}。",
        f"It stands in the log {head.origin} as entry {index} of {head.size}, written at {public['at']}.",
    ]
    if said.get("content") is None:
        return [
            *told,
            "凭证未附原文（提交后修改过，或已依申请抹去个人信息）。有原文和盐值的人仍可核对。",
            "The words are not in it: they were changed since, or what they said of a person was erased. "
            "Whoever kept them and the salt can still check.",
        ]
    if commitment(public["kind"], said.get("id"), said.get("salt"), said["content"]) != public["leaf"]:
        raise wrong("原文与存证不符。", "The words are not those that were committed to.")
    return [*told, "凭证所附原文与存证一致，一字未改。", "The words in it are those that were committed to."]


def name_of(number: int, width: int) -> str:
    thousands, last = divmod(number, 1000)
    name = f"{last:03}"
    while thousands:
        thousands, part = divmod(thousands, 1000)
        name = f"x{part:03}/{name}"
    return name + (f".p/{width}" if width < WIDTH else "")


def tiles(level: int, size: int) -> Iterator[tuple[int, int]]:
    """Number and width of every tile of a level."""
    count = size >> 8 * level
    for number in range((count + WIDTH - 1) // WIDTH):
        yield number, min(WIDTH, count - number * WIDTH)


def entries_in(bundle: bytes) -> list[bytes]:
    found = []
    while bundle:
        end = 2 + int.from_bytes(bundle[:2], "big")
        if len(bundle) < end:
            return []
        found.append(bundle[2:end])
        bundle = bundle[end:]
    return found


class Tree:
    """Grows leaf by leaf; keeps one hash for each complete subtree it consists of."""

    def __init__(self) -> None:
        self.size = 0
        self.peaks: list[tuple[int, bytes]] = []

    def append(self, leaf: bytes) -> None:
        self.size += 1
        height = 0
        while self.peaks and self.peaks[-1][0] == height:
            leaf, height = node_hash(self.peaks.pop()[1], leaf), height + 1
        self.peaks.append((height, leaf))

    def root(self) -> bytes:
        found = b""
        for _, peak in reversed(self.peaks):
            found = node_hash(peak, found) if found else peak
        return found or sha256(b"")


def over(hashes: list[bytes]) -> bytes:
    tree = Tree()
    for each in hashes:
        tree.append(each)
    return tree.root()


def check_export(folder: Path, keys: list[Key], against: Path | None) -> list[str]:
    """A whole log: every entry is in the signed tree, every tile is right, every opening fits its entry."""
    head = read_head(read_text(folder / "checkpoint"), keys)
    old = read_head(read_text(against), keys) if against else None
    if old and old.size > head.size:
        raise wrong(
            f"台账变短了：您保存的检查点有 {old.size} 条，现在只有 {head.size} 条。",
            f"The log became shorter: it had {old.size} entries once and has {head.size} now.",
        )
    tree, committed, since = Tree(), {}, ""
    openings = read_openings(folder / "openings.jsonl")
    below: list[bytes] = []  # hashes of the full tiles so far
    for number, width in tiles(0, head.size):
        place = name_of(number, width)
        entries = entries_in((folder / "tile" / "entries" / place).read_bytes())
        hashes = [leaf_hash(entry) for entry in entries]
        if len(entries) != width or (folder / "tile" / "0" / place).read_bytes() != b"".join(hashes):
            first = number * WIDTH
            raise wrong(
                f"第 {first} 至 {first + width - 1} 号条目与其散列不符。",
                f"Entries {first} to {first + width - 1} do not fit their hashes.",
            )
        for entry, found in zip(entries, hashes, strict=True):
            if tree.size in openings:
                committed[tree.size] = entry
            since = since or time_of(entry)
            tree.append(found)
            if old and tree.size == old.size and tree.root() != old.root:
                raise wrong(
                    f"前 {old.size} 条已不是您保存检查点时的内容。",
                    f"The first {old.size} entries are not those of the checkpoint you kept.",
                )
        if width == WIDTH:
            below.append(over(hashes))
    if tree.size != head.size or tree.root() != head.root:
        raise wrong("条目与已签名的检查点不符。", "The entries do not make up the tree that was signed.")
    check_levels(folder, head.size, below)
    for position, opening in openings.items():
        check_opening(position, opening, committed.get(position))
    told = [
        f"台账 {head.origin} 的全部 {head.size} 条与签名相符；自 {since} 起可以证明。",
        f"All {head.size} entries of the log {head.origin} are as they were signed; proven since {since}.",
        f"{len(openings)} 条公开内容与其存证一致。",
        f"{len(openings)} public rows are as they were committed to.",
    ]
    if old:
        told += [
            f"与您保存的检查点（{old.size} 条）一致。",
            f"It continues the checkpoint you kept ({old.size} entries).",
        ]
    return told


def time_of(entry: bytes) -> str:
    try:
        return str(json.loads(entry)["at"])
    except (ValueError, KeyError, TypeError):
        return "?"


def check_levels(folder: Path, size: int, below: list[bytes]) -> None:
    level = 1
    while size >> 8 * level:
        above = []
        for number, width in tiles(level, size):
            hashes = below[number * WIDTH :][:width]
            if (folder / "tile" / str(level) / name_of(number, width)).read_bytes() != b"".join(hashes):
                raise wrong(f"第 {level} 层的散列不对。", f"A hash of level {level} is wrong.")
            if width == WIDTH:
                above.append(over(hashes))
        below, level = above, level + 1


def read_openings(path: Path) -> dict[int, Any]:
    found = {}
    for line in path.read_bytes().split(b"\n"):
        if line:
            try:
                opening = json.loads(line)
                found[int(opening["position"])] = opening
            except (ValueError, KeyError, TypeError):
                raise wrong(
                    "openings.jsonl 有一行无法读取。", "A line of openings.jsonl cannot be read."
                ) from None
    return found


def check_opening(position: int, opening: Any, entry: bytes | None) -> None:
    try:
        fits = entry is not None and json.loads(entry)["leaf"] == commitment(
            opening["kind"], opening["id"], opening["salt"], opening["content"]
        ) and json.loads(entry)["kind"] == opening["kind"]  # fmt: skip
    except (ValueError, KeyError, TypeError):
        fits = False
    if not fits:
        raise wrong(
            f"第 {position} 号的公开内容与存证不符。",
            f"What is public of entry {position} is not what was committed to.",
        )


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("what", choices=["receipt", "export"])
    parser.add_argument("path", type=Path)
    parser.add_argument("--vkey", action="append", required=True)
    parser.add_argument("--against", type=Path)
    given = parser.parse_args()
    try:
        keys = read_keys(given.vkey)
        if given.what == "receipt":
            told = check_receipt(given.path, keys)
        else:
            told = check_export(given.path, keys, given.against)
    except Wrong as problem:
        print(f"不相符 / DOES NOT FIT\n{problem}")
        return 1
    except OSError as problem:
        print(f"无法核验 / CANNOT BE CHECKED\n{problem.filename}: {problem.strerror}")
        return 2
    print("\n".join(["相符 / FITS", *told]))
    return 0


if __name__ == "__main__":
    sys.exit(main())
