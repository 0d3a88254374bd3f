"""`primaryLocationLineHash` against known values and against the algorithm written out step by step."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from redislint.report.linehash import line_hashes


def rolling(text: str) -> dict[int, str]:
    """The algorithm as it is described: a ring of 100 units that the text is pushed through one by one."""
    raw = text.encode("utf-16-le", "surrogatepass")
    units = [raw[index] | raw[index + 1] << 8 for index in range(0, len(raw), 2)]
    ring, owner = [0] * 100, [0] * 100
    value = index = line = 0
    first, mask = pow(37, 100, 1 << 64), (1 << 64) - 1
    is_start, was_cr = True, False
    seen: dict[int, int] = {}
    hashes: dict[int, str] = {}

    def leave() -> None:
        if owner[index]:
            seen[value] = seen.get(value, 0) + 1
            hashes[owner[index]] = f"{value:x}:{seen[value]}"
            owner[index] = 0

    def push(unit: int) -> None:
        nonlocal value, index
        value = (37 * value + unit - first * ring[index]) & mask
        ring[index] = unit
        index = (index + 1) % 100

    for kept in [*units, 65535]:
        if kept in (32, 9) or (was_cr and kept == 10):
            was_cr = False
            continue
        was_cr = kept == 13
        unit = 10 if was_cr else kept
        leave()
        if is_start:
            line += 1
            owner[index] = line
        is_start = unit == 10
        push(unit)
    for _ in range(100):
        leave()
        push(0)
    return hashes


TEXT = "port 6379\n\tbind  127.0.0.1\r\nsave 60 1\nsave 60 1\n# größer 🎉\n" + "appendonly yes\n" * 9
# As the SARIF multitool's own implementation (C#, `rewrite --insert RollingHashPartialFingerprints`) hashes this text.
VALUES = (
    "8c22102174b8c77b:1 9de72c1286e3b971:1 4001cf07795f091e:1 fd03f40fc5a485e0:1 bdfb8cae0d8fa01d:1 "
    "b0f1bf647795af90:1 b0f1bf647795af90:2 b0f1bf6477baa0f6:1 79b669746307b1f9:1 6ca6ffb11c8902f4:1 "
    "f6889c94e38afea7:1 15edad114cf99dd2:1 c97cb55f6d19735:1 3e6bbe2d81390f90:1 c129715d7a2bc9a3:1"
)


def test_known_values() -> None:
    assert line_hashes(TEXT, range(1, 99)) == dict(enumerate(VALUES.split(), 1))
    assert line_hashes("", {1}) == {1: "c129715d7a2bc9a3:1"}


def test_equal_lines_are_counted() -> None:
    text = "appendonly yes\n" * 20
    hashes = line_hashes(text, {1, 2, 3, 12})
    assert len({value.split(":")[0] for number, value in hashes.items() if number < 12}) == 1
    assert [hashes[number].split(":")[1] for number in (1, 2, 3)] == ["1", "2", "3"]
    assert hashes == {number: rolling(text)[number] for number in (1, 2, 3, 12)}


def test_line_ends_are_one() -> None:
    wanted = {1, 2, 3}
    assert line_hashes("a 1\r\nb\r\nc", wanted) == line_hashes("a 1\nb\nc", wanted)
    assert line_hashes("a 1\rb\rc", wanted) == line_hashes("a1\nb\nc", wanted)


def test_bytes_that_are_no_utf_8() -> None:
    raw = b"dir /var/\xff\xc3\nport 1\n"
    hashes = line_hashes(raw.decode("utf-8", "surrogateescape"), {1, 2})
    assert hashes == {number: rolling(raw.decode("utf-8", "replace"))[number] for number in (1, 2)}


def test_only_lines_that_are_there() -> None:
    assert line_hashes("a\n", {1, 2, 3, 99}).keys() == {1, 2}
    assert line_hashes("a", set()) == {}


@given(
    st.lists(st.sampled_from(["a", "b", " ", "\t", "\n", "\r", "\r\n", "é", "🎉", "\0", "\ufeff", "\uffff", "x" * 99]))
)
def test_equal_to_the_rolling_hash(pieces: list[str]) -> None:
    text = "".join(pieces)
    expected = rolling(text)
    assert line_hashes(text, set(expected)) == expected
