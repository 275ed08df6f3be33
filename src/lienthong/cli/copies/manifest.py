import hashlib
import json
import os
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from lienthong.cli.output import Refused

FORMAT = 1
SUMS = "SHA256SUMS"
MANIFEST = "manifest.json"
CHUNK = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Manifest:
    """`tables`: rows by table. `migrations`: "app.name" of all that were applied. `root`: day and
    digest of the newest root of the journal. `sums`: fingerprint of SHA256SUMS."""

    version: str
    engine: str
    made_at: str
    tables: Mapping[str, int]
    migrations: tuple[str, ...]
    root: tuple[str, str] | None
    files: int
    bytes: int
    sums: str

    def write(self, folder: Path) -> None:
        text = json.dumps({"format": FORMAT} | asdict(self), ensure_ascii=False, indent=1)
        # The copy is whole on the disk before the file that says so.
        os.sync()
        (folder / MANIFEST).write_text(text + "\n", encoding="utf-8")

    @classmethod
    def read(cls, folder: Path) -> "Manifest":
        """Raises Refused when the folder holds no whole copy that this version understands."""
        try:
            content = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
            if content.pop("format") != FORMAT:
                raise Refused(f"{folder}: bản sao lưu của phiên bản khác, không đọc được.")
            content["migrations"] = tuple(content["migrations"])
            return cls(**content)
        except FileNotFoundError as error:
            raise Refused(
                f"{folder} không phải bản sao lưu trọn vẹn: thiếu {MANIFEST}. Chọn bản khác."
            ) from error
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise Refused(f"{folder / MANIFEST} bị hỏng. Chọn bản sao lưu khác.") from error

    def as_answer(self) -> dict[str, object]:
        return {
            "files": self.files,
            "rows": sum(self.tables.values()),
            "bytes": self.bytes,
            "sha256": self.sums,
        }


def copy_file(source: Path, target: Path) -> str:
    """Copy for the owner's eyes only. Returns the fingerprint of what was copied."""
    found = hashlib.sha256()
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with source.open("rb") as reading, target.open("xb") as writing:
        target.chmod(0o600)
        while chunk := reading.read(CHUNK):
            found.update(chunk)
            writing.write(chunk)
    return found.hexdigest()


def fingerprint(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def files_below(folder: Path) -> Iterator[Path]:
    """All files, in the order of their names."""
    if folder.is_dir():
        yield from sorted(path for path in folder.rglob("*") if path.is_file())
