"""Writes the scripts of workflows into files, for shellcheck: run_blocks.py FOLDER WORKFLOW…"""

import re
import sys
from pathlib import Path

from runner import read_yaml


def blocks(node):
    """Yields every `run:` below a node that bash runs."""
    if isinstance(node, dict):
        if isinstance(node.get("run"), str) and node.get("shell", "bash") in ("bash", "sh"):
            yield node["run"]
        for child in node.values():
            yield from blocks(child)
    elif isinstance(node, list):
        for child in node:
            yield from blocks(child)


folder, written = Path(sys.argv[1]), 0
folder.mkdir(parents=True)
for number, path in enumerate(sys.argv[2:]):
    for block in blocks(read_yaml(path)):
        # What an expression gives is one word; zizmor has looked at where it comes from.
        script = re.sub(r"\$\{\{.*?\}\}", "EXPRESSION", block)
        (folder / f"{number}-{Path(path).stem}-{written}.sh").write_text(f"#!/usr/bin/env bash\n# {path}\n{script}\n")
        written += 1
assert written > 10, written
