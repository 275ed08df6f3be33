import errno
import hashlib
import os
import stat
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path

import pytest
from django.db import IntegrityError, connection, transaction
from django.http import StreamingHttpResponse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pytest_django import Settings

from lienthong.papers import actions, queries, tasks
from lienthong.papers.adapters import disk
from lienthong.papers.models import File
from lienthong.papers.rules import NoSuchFile, NotStored, Refused, StoredFile, media
from tests.papers.contents import HONEST, JPEG, PDF, REFUSED

AT = datetime(2026, 8, 20, 1, 12, tzinfo=UTC)
LATER = AT + timedelta(days=9)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("files_root")]


def store(content: bytes, name: str = "") -> StoredFile:
    return actions.store(BytesIO(content), at=AT, declared_name=name)


def on_disk(files_root: Path) -> list[Path]:
    return sorted(path for path in files_root.rglob("*") if path.is_file() and path.name != ".lock")


def age(path: Path, *, days: float) -> None:
    then = path.stat().st_mtime - days * 86_400
    os.utime(path, (then, then))


def test_a_file_is_stored_under_the_hash_of_its_content(files_root: Path) -> None:
    stored = store(PDF, "C:\\quét\\Tờ khai.PDF")
    sha256 = hashlib.sha256(PDF).hexdigest()
    assert stored == StoredFile(sha256, len(PDF), media.PDF, "Tờ khai.pdf")
    assert on_disk(files_root) == [files_root / sha256[:2] / sha256[2:4] / sha256]
    with queries.open_file(sha256) as content:
        assert content.read() == PDF
    assert queries.file(sha256) == StoredFile(sha256, len(PDF), media.PDF)


def test_nobody_else_on_the_machine_can_read_it(files_root: Path) -> None:
    store(PDF)
    paths = [files_root, *files_root.rglob("*")]
    assert not [path for path in paths if stat.S_IMODE(path.stat().st_mode) & 0o077]


def test_the_same_content_is_stored_once_and_keeps_its_first_moment(files_root: Path) -> None:
    first = store(PDF, "một.pdf")
    second = actions.store(BytesIO(PDF), at=LATER, declared_name="hai.pdf")
    assert (first.sha256, second.name) == (second.sha256, "hai.pdf")
    assert len(on_disk(files_root)) == 1
    assert list(File.objects.values_list("stored_at", flat=True)) == [AT]


def test_all_accepted_types_are_stored() -> None:
    for media_type, content in HONEST.items():
        assert store(content).media_type == media_type


@pytest.mark.parametrize("content", [row[1] for row in REFUSED], ids=[row[0] for row in REFUSED])
def test_what_is_refused_leaves_nothing_behind(content: bytes, files_root: Path) -> None:
    with pytest.raises(Refused):
        store(content)
    assert on_disk(files_root) == []
    assert not File.objects.exists()


class Endless:
    """An upload that never ends; it remembers how much of it was read."""

    given = 0

    def read(self, size: int, /) -> bytes:
        self.given += size
        return b"a" * size


def test_an_upload_over_the_limit_is_stopped_on_the_way(
    files_root: Path, settings: Settings
) -> None:
    settings.UPLOAD_LIMIT = 3 * 1024 * 1024
    stream = Endless()
    with pytest.raises(Refused, match="lớn hơn 3 MB"):
        actions.store(stream, at=AT)
    assert stream.given < settings.UPLOAD_LIMIT + 2 * queries.CHUNK
    assert on_disk(files_root) == []


def test_a_file_of_exactly_the_limit_is_stored(settings: Settings) -> None:
    settings.UPLOAD_LIMIT = 1000
    assert store(b"a" * 1000).size == 1000
    with pytest.raises(Refused):
        store(b"a" * 1001)


class Torn:
    """An upload whose connection breaks."""

    def read(self, size: int, /) -> bytes:
        raise ConnectionResetError(errno.ECONNRESET, "reset")


def test_a_torn_upload_is_said_in_a_sentence_and_leaves_nothing(files_root: Path) -> None:
    with pytest.raises(NotStored, match="Gửi lại tệp"):
        actions.store(Torn(), at=AT)
    assert on_disk(files_root) == []


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full on this system")
def test_a_full_disk_is_said_in_a_sentence() -> None:
    """The real error of a real full device: what the kernel raises, not what we think it does."""
    with pytest.raises(OSError) as full, Path("/dev/full").open("wb", buffering=0) as device:
        device.write(b"a")
    assert full.value.errno is not None
    assert "hết chỗ" in disk.SENTENCES[full.value.errno]


def test_a_folder_that_cannot_be_written_is_said_in_a_sentence(files_root: Path) -> None:
    files_root.parent.mkdir(exist_ok=True)
    files_root.write_text("a file where the folder should be")
    with pytest.raises(NotStored, match="báo người quản trị"):
        store(PDF)


def test_the_row_comes_and_goes_with_the_transaction_around_it(files_root: Path) -> None:
    received = actions.receive(stream=BytesIO(PDF))
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        actions.keep(received, at=AT)
        raise ZeroDivisionError
    assert not File.objects.exists()
    assert len(on_disk(files_root)) == 1  # an orphan, swept after a day


def test_no_row_is_made_for_a_file_that_is_not_there() -> None:
    with pytest.raises(NotStored):
        actions.keep(StoredFile("a" * 64, 3, media.TEXT), at=AT)


def test_the_database_refuses_an_empty_file() -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        File.objects.create(sha256="a" * 64, size=0, media_type=media.TEXT, stored_at=AT)


@pytest.mark.parametrize("sha256", ["", "../../etc/passwd", "a" * 64, "A" * 64, "a" * 63 + "\n"])
def test_an_unknown_hash_is_refused_in_a_sentence(sha256: str) -> None:
    for ask in (queries.open_file, queries.file, queries.download):
        with pytest.raises(NoSuchFile, match="Không có tệp này"):
            ask(sha256)


def test_a_row_without_its_file_is_an_alarm(files_root: Path) -> None:
    stored = store(PDF)
    other = store(JPEG)
    queries.path_of(stored.sha256).unlink()
    assert list(queries.missing_files()) == [stored.sha256]
    with pytest.raises(NoSuchFile, match=stored.sha256[:12]):
        queries.open_file(stored.sha256)
    with pytest.raises(NoSuchFile, match="bản sao lưu"):
        queries.download(stored.sha256)
    queries.path_of(other.sha256).write_bytes(b"other")
    assert list(queries.damaged_files()) == [other.sha256]


def test_rows_are_looked_through_page_by_page(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queries, "PAGE", 2)
    gone = sorted(f"{number:064x}" for number in range(5))
    File.objects.bulk_create(
        File(sha256=sha256, size=1, media_type=media.TEXT, stored_at=AT) for sha256 in gone
    )
    assert list(queries.missing_files()) == gone


def test_orphans_are_swept_after_a_day_and_nothing_else_is(files_root: Path) -> None:
    kept = store(PDF)
    old = actions.receive(stream=BytesIO(JPEG))
    fresh = actions.receive(stream=BytesIO(b"fresh"))
    given_up = files_root / queries.INCOMING / "tmp0"
    given_up.write_bytes(b"half")
    for path in (queries.path_of(kept.sha256), queries.path_of(old.sha256), given_up):
        age(path, days=1.1)
    assert tasks.sweep_orphans() == 2
    assert on_disk(files_root) == sorted(map(queries.path_of, (kept.sha256, fresh.sha256)))
    assert tasks.sweep_orphans() == 0


def test_an_orphan_that_is_sent_again_is_not_swept(files_root: Path) -> None:
    orphan = actions.receive(stream=BytesIO(PDF))
    path = queries.path_of(orphan.sha256)
    age(path, days=3)
    before = datetime.fromtimestamp(path.stat().st_mtime + 86_400, tz=UTC)
    found = list(queries.orphans(before=before))
    store(PDF)  # between the search and the removal
    assert found == [path]
    assert not disk.remove(path, before=before)
    assert list(queries.missing_files()) == []


def test_a_download_is_streamed_with_safe_headers() -> None:
    content = PDF + b"\n" * 200
    stored = store(content)
    given = queries.download(stored.sha256, name="Đơn \r\nX: 1.pdf")
    response = StreamingHttpResponse(given.chunks, headers=given.headers)
    assert b"".join(pieces(response)) == content
    assert given.size == len(content)
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Length"] == str(len(content))
    assert response["Content-Disposition"].startswith('attachment; filename="Don X 1.pdf"; ')
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Cache-Control"] == "private, no-store"
    response.close()


def pieces(response: StreamingHttpResponse) -> Iterator[bytes]:
    for piece in response:
        assert isinstance(piece, bytes)
        yield piece


@pytest.mark.parametrize(
    ("media_type", "way"),
    [(media.PDF, "inline"), (media.XML, "attachment"), (media.TEXT, "attachment")],
)
def test_only_what_cannot_act_is_opened_in_the_browser(media_type: str, way: str) -> None:
    stored = store(HONEST[media_type])
    given = queries.download(stored.sha256, inline=True)
    assert given.headers["Content-Disposition"].startswith(f"{way}; ")
    given.chunks.close()


def test_a_download_that_nobody_reads_closes_its_file() -> None:
    given = queries.download(store(PDF).sha256)
    given.chunks.close()
    with pytest.raises(ValueError, match="closed"):
        list(given.chunks)


@given(
    st.binary(max_size=300)
    | st.text(max_size=100).map(lambda text: text.encode("utf-8", "replace"))
)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_upload_is_stored_or_refused_in_a_sentence(content: bytes) -> None:
    try:
        stored = store(content)
    except Refused as refusal:
        assert str(refusal).endswith(".")
    else:
        with queries.open_file(stored.sha256) as kept:
            assert kept.read() == content


@pytest.mark.django_db(transaction=True)
def test_many_writers_of_one_content_leave_one_file_and_one_row(files_root: Path) -> None:
    ready = threading.Barrier(4)
    failed: list[Exception] = []

    def write() -> None:
        ready.wait()
        try:
            for _ in range(5):
                store(PDF)
        except Exception as error:
            failed.append(error)
        finally:
            connection.close()

    writers = [threading.Thread(target=write) for _ in range(4)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert failed == []
    assert File.objects.count() == 1
    assert len(on_disk(files_root)) == 1
