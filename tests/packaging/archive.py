"""Packs a folder so that the same files give the same bytes on every machine.

Usage: archive.py FOLDER ARCHIVE, where ARCHIVE ends in .tar.gz or .zip. Names are sorted; times, owners and modes are
fixed. The time is SOURCE_DATE_EPOCH, in seconds, or 1980, the oldest that zip knows. `tar` and `zip` of Linux, macOS
and Windows differ in these options.
"""

import gzip
import io
import os
import sys
import tarfile
import time
import zipfile
from pathlib import Path

try:
    # Of the static programs, which tests/release packs with it: a twentieth smaller.
    import zopfli.gzip
except ImportError:
    zopfli = None

OLDEST = 315532800  # 1 January 1980


def members(folder: Path) -> list[tuple[str, Path]]:
    """Returns the folder and all below it, with their names in the archive, sorted by the bytes of the names."""
    found = [folder, *folder.rglob("*")]
    for path in found:
        if path.is_symlink() or not (path.is_dir() or path.is_file()):
            sys.exit(f"archive.py: {path} is neither a file nor a folder")
    named = [((folder.name / path.relative_to(folder)).as_posix(), path) for path in found]
    return sorted(named, key=lambda pair: pair[0].encode())


def mode(path: Path, programs: tuple[str, ...] = ("radar", "radar.exe")) -> int:
    """Returns the mode of a file by what it is: Windows has no bit for programs, and umasks differ."""
    return 0o755 if path.is_dir() or path.name in programs else 0o644


def tar_gz(folder: Path, archive: Path, seconds: int) -> None:
    made = io.BytesIO()
    with tarfile.open(fileobj=made, mode="w", format=tarfile.USTAR_FORMAT) as tar:
        for name, path in members(folder):
            info = tarfile.TarInfo(name)
            info.mode, info.mtime = mode(path), seconds
            if path.is_dir():
                info.type = tarfile.DIRTYPE
                tar.addfile(info)
            else:
                data = path.read_bytes()
                info.size = len(data)
                tar.addfile(info, io.BytesIO(data))
    # Neither writes the name of the archive or the time of packing.
    compress = zopfli.gzip.compress if zopfli else lambda data: gzip.compress(data, 9, mtime=0)
    archive.write_bytes(compress(made.getvalue()))


def zipped(folder: Path, archive: Path, seconds: int) -> None:
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as packed:
        for name, path in members(folder):
            is_dir = path.is_dir()
            info = zipfile.ZipInfo(f"{name}/" if is_dir else name, time.gmtime(seconds)[:6])
            info.create_system = 3  # Unix, also on Windows
            info.external_attr = ((0o040000 if is_dir else 0o100000) | mode(path)) << 16
            info.compress_type = zipfile.ZIP_STORED if is_dir else zipfile.ZIP_DEFLATED
            packed.writestr(info, b"" if is_dir else path.read_bytes())


def main() -> None:
    if len(sys.argv) != 3 or not Path(sys.argv[1]).is_dir():
        sys.exit("usage: archive.py FOLDER ARCHIVE")
    folder, archive = Path(sys.argv[1]).resolve(), Path(sys.argv[2])
    seconds = max(OLDEST, int(os.environ.get("SOURCE_DATE_EPOCH", OLDEST)))
    if archive.name.endswith(".tar.gz"):
        tar_gz(folder, archive, seconds)
    elif archive.suffix == ".zip":
        zipped(folder, archive, seconds)
    else:
        sys.exit(f"archive.py: {archive.name} is neither .tar.gz nor .zip")


if __name__ == "__main__":
    main()
