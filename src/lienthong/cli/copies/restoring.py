import sqlite3
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from lienthong.cli.copies import manifest, tables
from lienthong.cli.copies.saving import count_rows
from lienthong.cli.output import Refused, progress, say
from lienthong.cli.places import database_file, make_places
from lienthong.journal.adapters import guards


def restore(folder: Path) -> manifest.Manifest:
    """Check the copy, see that the place is empty, then fill it. Raises Refused."""
    made = manifest.Manifest.read(folder)
    _check_version(made)
    _check_empty()
    _check_sums(folder, made)
    make_places()
    database = database_file()
    if database:
        rows = _load_sqlite(folder / "database" / "lienthong.sqlite3", database)
    else:
        call_command("migrate", interactive=False, verbosity=0)
        call_command("createcachetable", verbosity=0)
        with progress("Cơ sở dữ liệu", len(made.tables)) as bar:
            rows = tables.load(folder / "database", bar.advance)
        guards.install()
    _check_rows(rows, made.tables)
    for name, target in (("files", settings.FILES_ROOT), ("keys", settings.KEYS_ROOT)):
        paths = list(manifest.files_below(folder / name))
        with progress(name, len(paths)) as bar:
            for path in paths:
                manifest.copy_file(path, Path(target) / path.relative_to(folder / name))
                bar.advance()
    return made


def _check_version(made: manifest.Manifest) -> None:
    if made.engine != connection.vendor:
        raise Refused(
            f"Bản sao lưu này của {made.engine}, LIENTHONG_DATABASE là {connection.vendor}."
            " Khôi phục vào cùng loại cơ sở dữ liệu."
        )
    known = {f"{app}.{name}" for app, name in MigrationLoader(None).disk_migrations}
    newer = set(made.migrations) - known
    # On PostgreSQL the tables are made by this version and only filled from the copy.
    older = made.engine == "postgresql" and known - set(made.migrations)
    if newer or older:
        raise Refused(
            f"Bản sao lưu của phiên bản {made.version}. Cài đúng phiên bản ấy, khôi phục, rồi mới"
            " nâng cấp."
        )


def _check_empty() -> None:
    database = database_file()
    if database.exists() if database else connection.introspection.table_names():
        raise Refused("Cơ sở dữ liệu đích đã có dữ liệu. Chỉ khôi phục vào nơi còn trống.")
    for folder in (settings.FILES_ROOT, settings.KEYS_ROOT):
        if any(manifest.files_below(Path(folder))):
            raise Refused(f"{folder} đã có tệp. Chỉ khôi phục vào nơi còn trống.")


def _check_sums(folder: Path, made: manifest.Manifest) -> None:
    sums = folder / manifest.SUMS
    if not sums.is_file() or manifest.fingerprint(sums) != made.sums:
        raise Refused(f"{sums} bị sửa hoặc thiếu. Chọn bản sao lưu khác.")
    lines = sums.read_text(encoding="utf-8").splitlines()
    with progress("Kiểm tra", len(lines)) as bar:
        for line in lines:
            digest, _, name = line.partition("  ")
            path = folder / name
            if not path.is_file() or manifest.fingerprint(path) != digest:
                raise Refused(f"{path} bị sửa hoặc thiếu. Chọn bản sao lưu khác.")
            bar.advance()


def _load_sqlite(source: Path, target: Path) -> dict[str, int]:
    manifest.copy_file(source, target)
    with connection.wrap_database_errors, closing(sqlite3.connect(target)) as database:
        said = database.execute("PRAGMA quick_check").fetchone()[0]
        if said != "ok":
            raise Refused(f"Cơ sở dữ liệu trong bản sao lưu bị hỏng: {said}")
        return count_rows(database)


def _check_rows(found: Mapping[str, int], expected: Mapping[str, int]) -> None:
    different = sorted(name for name in expected if found.get(name) != expected[name])
    if different:
        raise Refused(f"Số dòng khác với bản sao lưu: {', '.join(different)}.", code=1)
    say(f"Đã khôi phục {sum(found.values())} dòng.")
