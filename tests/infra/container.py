"""Container: what an image would start, started as its user in a folder that it cannot write."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from tests.infra.containerfile import environment, instructions, stages, words
from tests.infra.replay import USER, as_user
from tests.live.program import Program

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

__all__ = ["command", "container", "variables"]

BECOME = f"import os, sys; os.setgroups([]); os.setgid({USER}); os.setuid({USER}); os.execv(sys.argv[1], sys.argv[1:])"
FOLDER_OF_THE_IMAGE = "/opt/gateway"


def variables(built: Path, path: str = "infra/Containerfile") -> dict[str, str]:
    """Return what the last stage of an image sets, its programs being those in `built`."""
    found = environment(stages(instructions(path))[-1])
    inherited = os.environ["PATH"]
    return {
        name: value.replace(FOLDER_OF_THE_IMAGE, str(built)).replace("$PATH", inherited)
        for name, value in found.items()
    }


def command(built: Path, name: str, path: str = "infra/Containerfile") -> list[str]:
    """Return the words of ENTRYPOINT, CMD or HEALTHCHECK, the program being the one in `built`."""
    program, *rest = words(stages(instructions(path))[-1], name)
    found = shutil.which(program, path=str(built / "bin")) or program
    return [found, *rest]


@contextmanager
def container(built: Path, *arguments: str, settings: Mapping[str, str]) -> Iterator[tuple[Program, Path]]:
    """Run the image with these arguments in place of its CMD, in a folder of which it may write only `data`.

    Without root we are its user ourselves, and the folder is ours.
    """
    with tempfile.TemporaryDirectory(prefix="container-") as name:
        folder = Path(name)
        (folder / "data").mkdir()
        if os.getuid() == 0:
            os.chown(folder / "data", USER, USER)
            folder.chmod(0o755)
        with Program(
            *arguments,
            directory=folder,
            settings={**variables(built), **settings},
            command=[*become(), *command(built, "ENTRYPOINT")],
        ) as program:
            yield program, folder


def become() -> Sequence[str]:
    """Return what is put in front of a command so that it runs as the image's user, where we may choose."""
    return (sys.executable, "-c", BECOME) if as_user() else ()
