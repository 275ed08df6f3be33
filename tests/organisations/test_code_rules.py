import pytest

from lienthong.organisations.rules import NotAllowed
from lienthong.organisations.rules.codes import canonical, check_code, provisional


@pytest.mark.parametrize(
    ("code", "found"),
    [
        ("H17", "H17"),
        (" h17.25 ", "H17.25"),
        ("000.00.00.H29", "H29"),
        ("000.00.04.G18", "G18.04"),
        ("005.12.04.G18", "G18.04.12.005"),
        ("something else", "SOMETHINGELSE"),
    ],
)
def test_a_code_has_one_spelling(code: str, found: str) -> None:
    assert canonical(code) == found


@pytest.mark.parametrize("code", ["", "17", "H1", "H17.", "H17.1234", "H17.1.2.3.4", "ĐN.01"])
def test_what_is_no_code_is_refused_with_an_example(code: str) -> None:
    with pytest.raises(NotAllowed, match="ví dụ H17"):
        check_code(code)


def test_a_provisional_code_is_a_code_made_of_the_number_of_the_unit() -> None:
    assert provisional("H17", "20242", 0) == "H17.20.242"
    assert provisional("H17", "20242", 2) == "H17.20.242.02"
    assert provisional("H17", "", 5) == "H17.00.05"
    assert check_code(provisional("H17", "20242", 2))
