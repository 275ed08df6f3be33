import subprocess
import sys

import pytest

from lienthong.cli.main import GROUPS, main

LIGHT = (
    "import sys; from lienthong.cli.main import main; main({!r}); print('django' in sys.modules)"
)


def test_without_a_command_the_commands_are_listed(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([]) == 2
    assert main(["--help"]) == 0
    said = capsys.readouterr().out
    assert all(f"  {name} " in said for name in GROUPS)


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["nothing"], "Không có lệnh 'nothing'"),
        (["journal"], "lienthong journal: thiếu LỆNH"),
        (["journal", "verify", "--day", "yesterday"], "--day: giá trị 'yesterday' không dùng được"),
        (["journal", "verify", "--dya"], "không hiểu --dya"),
        (["serve", "--port"], "--port: cần một giá trị"),
    ],
)
def test_bad_input_is_said_in_one_line(
    arguments: list[str], says: str, capsys: pytest.CaptureFixture[str]
) -> None:
    try:
        code = main(arguments)
    except SystemExit as end:
        code = int(str(end.code))
    said = capsys.readouterr().err
    assert (code, says in said, said.count("\n")) == (2, True, 1)


@pytest.mark.parametrize("arguments", [["clock", "read", "/nowhere"], ["--help"]])
def test_the_clock_is_read_without_starting_django(arguments: list[str]) -> None:
    done = subprocess.run(
        [sys.executable, "-c", LIGHT.format(arguments)],
        capture_output=True,
        text=True,
        check=True,
        env={"PYTHONPATH": "src"},
    )
    assert done.stdout.splitlines()[-1] == "False"


@pytest.mark.parametrize(
    ("redirected", "code"),
    [
        ("clock read - <&-", 2),
        ("reports check - <&-", 2),
        ("--help >&-", 0),
        ("clock read nowhere 2>&-", 2),
        ("--help >/dev/full", 2),
    ],
)
def test_closed_and_full_streams_are_no_reason_for_a_traceback(redirected: str, code: int) -> None:
    done = subprocess.run(
        ["sh", "-c", f"{sys.executable} -m lienthong.cli {redirected}"],
        capture_output=True,
        text=True,
        check=False,
        env={"PYTHONPATH": "src", "PYTHONIOENCODING": "ascii", "LC_ALL": "C"},
    )
    assert (done.returncode, done.stderr.count("\n") <= 1) == (code, True), done.stderr


def test_a_reader_that_has_enough_is_no_failure_to_speak_of() -> None:
    """`lienthong … | head`, with an answer that fits into the buffer of the pipe."""
    process = subprocess.Popen(
        [sys.executable, "-m", "lienthong.cli", "--help"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={"PYTHONPATH": "src"},
    )
    assert process.stdout is not None and process.stderr is not None
    process.stdout.close()
    said = process.stderr.read()
    process.stderr.close()
    assert (process.wait(timeout=60), said) == (2, "")
