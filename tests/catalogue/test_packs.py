"""Packs: YAML that people write by hand, and what it would change."""

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lienthong.catalogue.adapters.reference import packs
from lienthong.catalogue.rules import WrongContent
from lienthong.catalogue.rules.content import Channel, Component, LimitUnit
from lienthong.catalogue.rules.differences import differences
from lienthong.catalogue.rules.lint import Severity, lint
from lienthong.catalogue.rules.pack import read_pack, write_pack
from lienthong.catalogue.rules.yaml_text import read_yaml, write_yaml
from tests.catalogue.contents import GOOD, content, draft, option, step

HEAD = "format: 1\nfield:\n  code: ho-tich\n  name: Hộ tịch\nprocedures:\n"
ONE = "  - code: 1.000630\n    name: Thử\n    content:\n      competent: tax\n"

# The letters that a content may hold.
letters = st.characters(exclude_categories=["Cc", "Cs", "Zl", "Zp"]) | st.just("\n")
text = st.text(letters, max_size=20)
plain = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**9), 10**9) | text,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(text, inner, max_size=3),
    max_leaves=12,
)


@pytest.mark.parametrize("pack", packs(), ids=lambda pack: pack.field.code)
def test_a_pack_that_comes_with_the_product_survives_the_way_out_and_back(pack: object) -> None:
    assert read_pack(write_pack(pack)) == pack  # type: ignore[arg-type]


@given(plain)
def test_whatever_is_written_as_yaml_is_read_back(value: object) -> None:
    assert read_yaml(write_yaml(value)).value == value


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("1.000630", "1.000630"),
        ("15:00", "15:00"),
        ("2025-07-01", "2025-07-01"),
        ("no", "no"),
        ("010", "010"),
        ("'5'", "5"),
        ("5", 5),
        ("true", True),
        ("~", None),
        ("", None),
    ],
)
def test_only_true_false_null_and_whole_numbers_are_more_than_text(
    written: str, read: object
) -> None:
    assert read_yaml(f"a: {written}\n").value == {"a": read}


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ("", 1, "trống"),
        ("a: [1, 2\nb: 3\n", 2, "cú pháp"),
        ("a: 1\nb: &x [1]\nc: *x\n", 2, "neo"),
        ("a: 1\nb: *x\n", 2, "neo"),
        ("? &k a\n: 1\n", 1, "tên mục"),
        ("a: !!python/object:os.system x\n", 1, "thẻ"),
        ("a: 1\nb: 2\na: 3\n", 3, "hai lần"),
        ("[1, 2]: 3\n", 1, "tên mục"),
        ("a: 1\n---\nb: 2\n", 2, "hơn một tài liệu"),
        ("a: 1\nb: \x07\n", 2, "ký tự"),
        ("[" * 40 + "]" * 40, 1, "sâu"),
        (HEAD + "  - name: Thử\n    content:\n      competent: tax\n", 6, "code"),
        (HEAD + ONE + "      at_once: maybe\n", 10, "at_once: phải là true"),
        (HEAD + ONE + ONE, 10, "đã có ở trên"),
        (HEAD + ONE + "      steps:\n        - key: a\n", 11, "steps[0].name"),
        (HEAD + ONE + "    valid_from: 1/7/2025\n", 10, "không phải ngày"),
        (HEAD + ONE + "    authority_change: moved\n", 10, "chọn một trong"),
        (HEAD + ONE.replace("Thử", "''"), 7, "phải có tên"),
        (HEAD + ONE.replace("1.000630", "x/y"), 6, "mã thủ tục"),
        (HEAD + ONE.replace("Thử", "a" * 601), 7, "tối đa là 600"),
        (HEAD.replace("ho-tich", "'Hộ tịch'") + ONE, 3, "mã lĩnh vực"),
        (HEAD.replace("name: Hộ tịch", "name: ''") + ONE, 4, "tên lĩnh vực"),
        (HEAD.replace("format: 1", "format: 9") + ONE, 1, "định dạng"),
        ("- 1\n", 1, "một danh sách"),
    ],
)
def test_bad_yaml_is_refused_in_a_sentence_with_its_line(text: str, line: int, said: str) -> None:
    with pytest.raises(WrongContent) as refused:
        read_pack(text)
    assert f"dòng {line}" in str(refused.value)
    assert said in str(refused.value)


def test_the_example_of_the_guide_is_a_pack_without_errors() -> None:
    guide = Path(__file__).parents[2] / "docs" / "howto" / "procedure-pack.md"
    example = guide.read_text(encoding="utf-8").split("```yaml\n")[1].split("```")[0]
    (entry,) = read_pack(example).procedures
    found = lint(draft(entry.content))
    assert not [item for item in found if item.severity is Severity.ERROR]


def test_a_pack_that_is_far_too_large_is_refused_before_it_is_read() -> None:
    with pytest.raises(WrongContent, match="quá lớn"):
        read_yaml("a" * 5_000_001)


def test_a_difference_in_the_unit_is_said_in_words() -> None:
    after = content(time_options=(option("10", LimitUnit.CALENDAR_DAY),))
    assert differences(GOOD, after) == [
        "Đổi thời hạn “standard”: từ 10 ngày làm việc thành 10 ngày (tính cả ngày nghỉ)."
    ]


def test_additions_removals_and_edits_are_said_one_by_one() -> None:
    after = content(
        components=(Component(key="new", name="Giấy mới"),),
        channels=(Channel.DIRECT,),
        steps=(GOOD.steps[0], replace(GOOD.steps[1], share=20), GOOD.steps[2]),
        clock=replace(GOOD.clock, supplement_days=30),
    )
    assert differences(GOOD, after) == [
        "Đổi cách nộp: từ “direct, online, postal” thành “direct”.",
        "Đổi cách tính giờ, supplement_days: từ “0” thành “30”.",
        "Thêm giấy tờ “Giấy mới”.",
        "Bỏ giấy tờ “Đơn”.",
        "Sửa bước “Bước sign”, share: từ “30” thành “20”.",
    ]


def test_another_order_of_steps_is_a_difference_and_equal_contents_have_none() -> None:
    assert differences(GOOD, content(steps=GOOD.steps[::-1])) == ["Đổi thứ tự bước."]
    assert differences(GOOD, GOOD) == []
    assert differences(GOOD, content(steps=(*GOOD.steps, step("more", share=1)))) == [
        "Thêm bước “Bước more”."
    ]
