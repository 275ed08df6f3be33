import pytest
from hypothesis import given
from hypothesis import strategies as st

from lienthong.measures.rules.comparison import Group, group, wilson

COUNTS = st.integers(0, 5000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


def test_the_interval_is_wilsons() -> None:
    """Against the worked example of the R manual: prop.test(81, 263, correct = FALSE)."""
    found = wilson(81, 263, z=1.959964)
    assert found is not None
    assert (round(found.low, 4), round(found.high, 4)) == (0.2553, 0.3662)


def test_nothing_counted_has_no_interval_and_belongs_to_no_side() -> None:
    assert wilson(0, 0) is None
    assert group(None, 0.9) is Group.SAME
    assert group(wilson(5, 5), None) is Group.SAME


@pytest.mark.parametrize(("successes", "total"), [(-1, 5), (6, 5)])
def test_counts_that_cannot_be_are_refused(successes: int, total: int) -> None:
    with pytest.raises(ValueError, match="of"):
        wilson(successes, total)


@given(counts=COUNTS)
def test_the_share_lies_in_its_interval_within_0_and_1(counts: tuple[int, int]) -> None:
    found = wilson(*counts)
    if found is not None:
        assert 0 <= found.low <= found.share <= found.high <= 1


@given(counts=COUNTS, times=st.integers(2, 50))
def test_a_larger_place_with_the_same_share_is_known_better(
    counts: tuple[int, int], times: int
) -> None:
    small, large = wilson(*counts), wilson(counts[0] * times, counts[1] * times)
    if small is not None and large is not None:
        assert large.high - large.low < small.high - small.low


def test_a_small_place_with_one_late_dossier_is_not_called_lower() -> None:
    assert group(wilson(1, 2), 0.94) is Group.SAME
    assert group(wilson(2149, 2406), 0.94) is Group.LOWER
    assert group(wilson(2400, 2406), 0.94) is Group.HIGHER
