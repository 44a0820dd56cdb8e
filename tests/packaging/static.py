"""Checks that a program needs no interpreter, no library and no tables for unwinding, and names no folder of this machine.

Usage: static.py PROGRAM FOLDER...
"""

import struct
import sys
from pathlib import Path

PT_DYNAMIC, PT_INTERP, PT_GNU_EH_FRAME = 2, 3, 0x6474E550
DT_NEEDED = 1


def segments(data: bytes) -> list[tuple[int, bytes]]:
    """Returns the types and bytes of the segments of a program: <https://refspecs.linuxfoundation.org/elf/elf.pdf>."""
    if data[:6] != b"\x7fELF\x02\x01":
        sys.exit("static.py: not a 64-bit little-endian ELF program")
    (start,) = struct.unpack_from("<Q", data, 32)
    size, count = struct.unpack_from("<HH", data, 54)
    found = []
    for index in range(count):
        kind, _flags, offset, _address, _physical, length = struct.unpack_from("<IIQQQQ", data, start + index * size)
        found.append((kind, data[offset : offset + length]))
    return found


def main() -> None:
    if len(sys.argv) < 2:
        sys.exit("usage: static.py PROGRAM FOLDER...")
    data = Path(sys.argv[1]).read_bytes()
    problems = []
    for kind, segment in segments(data):
        if kind == PT_INTERP:
            problems.append(f"needs {segment.rstrip(bytes(1)).decode()}")
        if kind == PT_DYNAMIC and DT_NEEDED in (tag for tag, _ in struct.iter_unpack("<QQ", segment)):
            problems.append("needs libraries")
        if kind == PT_GNU_EH_FRAME:
            problems.append("says where its tables for unwinding are")
    problems += [f"names {folder}" for folder in sys.argv[2:] if f"{folder}/".encode() in data]
    for problem in problems:
        print(f"error: {sys.argv[1]} {problem}", file=sys.stderr)
    sys.exit(bool(problems))


if __name__ == "__main__":
    main()
