import os
import sqlite3
from contextlib import closing
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

import lienthong
from lienthong.cli.copies import manifest, tables
from lienthong.cli.output import Refused, progress, say
from lienthong.cli.places import database_file
from lienthong.journal import queries as journal


def save(folder: Path, *, at: datetime) -> manifest.Manifest:
    """Copy the install while it works. First the database, then the files: whatever a row names
    was there before the row, and is swept a day later at the earliest."""
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise Refused(f"{folder} đã có nội dung. Chọn một thư mục mới cho mỗi lần sao lưu.")
    os.umask(0o077)
    (folder / "database").mkdir(parents=True)
    root = journal.last_root()
    migrations = tuple(sorted(f"{app}.{name}" for app, name in _applied()))
    database = database_file()
    if database:
        rows = _save_sqlite(database, folder / "database" / "lienthong.sqlite3")
    else:
        with progress("Cơ sở dữ liệu", len(connection.introspection.table_names())) as bar:
            rows = tables.save(folder / "database", bar.advance)
    sums = {path: manifest.fingerprint(path) for path in manifest.files_below(folder / "database")}
    for name, source in (("files", settings.FILES_ROOT), ("keys", settings.KEYS_ROOT)):
        sums |= _save_files(Path(source), folder / name)
    lines = [f"{digest}  {path.relative_to(folder)}\n" for path, digest in sums.items()]
    (folder / manifest.SUMS).write_text("".join(lines), encoding="utf-8")
    made = manifest.Manifest(
        version=lienthong.__version__,
        engine=connection.vendor,
        made_at=at.isoformat(),
        tables=rows,
        migrations=migrations,
        root=(root[0].isoformat(), root[1]) if root else None,
        files=len(sums),
        bytes=sum(path.stat().st_size for path in sums),
        sums=manifest.fingerprint(folder / manifest.SUMS),
    )
    made.write(folder)
    return made


def _applied() -> list[tuple[str, str]]:
    return list(MigrationRecorder(connection).applied_migrations())


def _save_sqlite(source: Path, target: Path) -> dict[str, int]:
    """By the online API in one step: a snapshot that writers neither wait for nor disturb."""
    with (
        connection.wrap_database_errors,
        closing(sqlite3.connect(f"{source.resolve().as_uri()}?mode=ro", uri=True)) as reading,
        closing(sqlite3.connect(target)) as writing,
    ):
        reading.backup(writing, pages=-1)
        # One file, without the -wal beside it.
        writing.execute("PRAGMA journal_mode=DELETE")
        return count_rows(writing)


def count_rows(database: sqlite3.Connection) -> dict[str, int]:
    names = database.execute(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
    ).fetchall()
    return {
        name: database.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0]  # noqa: S608
        for (name,) in names
    }


def _save_files(source: Path, target: Path) -> dict[Path, str]:
    target.mkdir(mode=0o700)
    paths = list(manifest.files_below(source))
    sums: dict[Path, str] = {}
    with progress(target.name, len(paths)) as bar:
        for path in paths:
            copied = target / path.relative_to(source)
            try:
                sums[copied] = manifest.copy_file(path, copied)
            except FileNotFoundError:
                # A file on its way in or swept meanwhile; the database does not know it.
                say(f"{path.name}: không còn nữa, bỏ qua.")
            bar.advance()
    return sums
