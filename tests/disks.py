"""Disks that a test may fill or turn to stone. Making them is root's privilege."""

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

MEGABYTES = 48


def need_root() -> None:
    """Skip the test for everybody else."""
    if os.geteuid() != 0:
        pytest.skip("only root can mount a disk for a test")


@contextmanager
def small_disk(folder: Path) -> Iterator["Disk"]:
    """A disk of its own, mounted on an empty folder."""
    need_root()
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={MEGABYTES}m", "tmpfs", folder], check=True)
    try:
        yield Disk(folder)
    finally:
        subprocess.run(["umount", "--lazy", folder], check=True)


class Disk:
    """`root` is where it is mounted."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._ballast = root / "ballast"

    def fill(self) -> None:
        """Until not one byte more goes in."""
        with self._ballast.open("ab", buffering=0) as ballast:
            for size in (1024 * 1024, 1024, 1):
                with suppress(OSError):
                    while ballast.write(b"x" * size):
                        pass

    def make_room(self) -> None:
        """Take out what filled it."""
        self._ballast.unlink()

    def turn_to_stone(self) -> None:
        """Nothing can be written on it any more. Nobody may have it open for writing."""
        subprocess.run(["mount", "-o", "remount,ro", self.root], check=True)


@contextmanager
def read_only_file(path: Path) -> Iterator[None]:
    """A file that cannot be written, not even by root, though its folder can."""
    need_root()
    subprocess.run(["mount", "--bind", path, path], check=True)
    try:
        subprocess.run(["mount", "-o", "remount,bind,ro", path], check=True)
        yield
    finally:
        subprocess.run(["umount", "--lazy", path], check=True)
