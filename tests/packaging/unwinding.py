"""Writes a program without the tables for unwinding, a tenth of it, for a profile that aborts on a panic.

Usage: unwinding.py PROGRAM SMALLER

rustc has an option that leaves them out, but those of the standard library stay, and with them all others. GNU's objcopy
moves what follows to their place; LLVM's leaves zeros there.
"""

import os
import platform
import shutil
import struct
import subprocess
import sys
from pathlib import Path

KINDS = {62: "x86_64", 183: "aarch64"}  # e_machine
PT_NULL, PT_GNU_EH_FRAME = 0, 0x6474E550


def objcopy(kind: str) -> str:
    """Returns the objcopy for a kind of processor, by the names that Debian gives them."""
    names = [f"{kind}-linux-gnu-objcopy"]
    if platform.machine() == kind:
        names.append("objcopy")
    for name in names:
        # Fedora and others may have LLVM's by the short name.
        found = shutil.which(name)
        if found and "GNU" in subprocess.run([found, "--version"], capture_output=True, text=True, check=True).stdout:
            return found
    sys.exit(f"unwinding.py: there is no GNU {names[0]} (Debian: binutils, binutils-{kind.replace('_', '-')}-linux-gnu)")


def without_pointer(data: bytearray) -> bytearray:
    """Removes the header that says where the tables are: objcopy leaves it, and a backtrace would read what is there now."""
    (start,) = struct.unpack_from("<Q", data, 32)
    size, count = struct.unpack_from("<HH", data, 54)
    for at in range(start, start + size * count, size):
        if struct.unpack_from("<I", data, at)[0] == PT_GNU_EH_FRAME:
            data[at : at + size] = struct.pack("<I", PT_NULL) + bytes(size - 4)
    return data


def main() -> None:
    if len(sys.argv) != 3:
        sys.exit("usage: unwinding.py PROGRAM SMALLER")
    program, smaller = sys.argv[1:]
    head = Path(program).read_bytes()[:64]
    kind = KINDS.get(struct.unpack_from("<H", head, 18)[0]) if head[:6] == b"\x7fELF\x02\x01" else None
    if not kind:
        sys.exit(f"unwinding.py: {program} is no Linux program for {' or '.join(KINDS.values())}")
    remove = ["--remove-section=.eh_frame", "--remove-section=.eh_frame_hdr"]
    subprocess.run([objcopy(kind), *remove, program, smaller], check=True, env={**os.environ, "LC_ALL": "C"})
    Path(smaller).write_bytes(without_pointer(bytearray(Path(smaller).read_bytes())))


if __name__ == "__main__":
    main()
