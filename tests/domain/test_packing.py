"""The rules of the packing bench."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shopdesk.domain.errors import UserError
from shopdesk.domain.packing import (
    COMMANDS,
    Command,
    LookAlike,
    OtherItem,
    PackLine,
    PackOrder,
    ScanResult,
    Verdict,
    apply,
    expected_weight,
    force_line,
    full_weight,
    in_packing_order,
    judge,
    quantity_code,
    read_command,
    recounted,
    undo,
    weight_question,
)

CANDLE = OtherItem(99, "CAN-FIG-18", "Fig candle", "180 g")


def line(
    number: int, expected: int = 1, *, packed: int = 0, weight: int | None = 100, case: int = 0, variant: int = 0
) -> PackLine:
    variant = variant or number
    codes = {f"SKU-{variant}": 1, f"20{variant:06d}": 1}
    if case:
        codes[f"CASE-{variant}"] = case
    return PackLine(
        number,
        variant,
        f"SKU-{variant}",
        f"Item {variant}",
        "",
        f"A-{variant:02d}",
        None,
        expected,
        packed,
        weight,
        codes,
    )


def order(*lines: PackLine, **more: object) -> PackOrder:
    plain = PackOrder(
        7,
        "10482",
        "Mara Lindqvist",
        "Göteborg",
        "SE",
        "Web shop",
        "",
        "7",
        "",
        "",
        False,
        None,
        "Parcel EU",
        1,
        1,
        lines,
        1,
    )
    return replace(plain, **more)  # type: ignore[arg-type]


def test_a_right_scan_counts_one_piece() -> None:
    verdict = judge(order(line(1, 2), line(2)), "sku-1")
    assert (verdict.result, verdict.counted, verdict.remaining, verdict.complete) == (ScanResult.OK, 1, 2, False)
    assert verdict.line_id == 1
    assert verdict.message == "Item 1 is right."


def test_the_last_right_scan_completes_the_parcel() -> None:
    verdict = judge(order(line(1, 2, packed=1)), "SKU-1")
    assert verdict.result is ScanResult.DONE
    assert verdict.complete
    assert verdict.remaining == 0


def test_a_known_product_of_another_order_is_wrong() -> None:
    verdict = judge(order(line(1)), "2006381344014", other=CANDLE)
    assert verdict.result is ScanResult.WRONG
    assert verdict.message == "Fig candle is not in order 10482."
    assert verdict.variant_id == 99
    assert verdict.other == CANDLE
    assert verdict.counted == 0


def test_a_code_nobody_owns_is_unknown() -> None:
    verdict = judge(order(line(1)), "4006381333931")
    assert verdict.result is ScanResult.UNKNOWN
    assert "4006381333931" in verdict.message


def test_a_surplus_is_refused_at_the_scan() -> None:
    verdict = judge(order(line(1, 2, packed=2), line(2)), "SKU-1")
    assert verdict.result is ScanResult.TOO_MANY
    assert verdict.message == "Item 1 is already complete."
    assert apply(order(line(1, 2, packed=2), line(2)), verdict).packed == 2


def test_a_case_of_six_is_refused_when_three_remain_and_nothing_of_it_counts() -> None:
    verdict = judge(order(line(1, 5, packed=2, case=6)), "CASE-1")
    assert verdict.result is ScanResult.TOO_MANY
    assert verdict.counted == 0
    assert verdict.message == "This scan stands for 6, but only 3 more pieces are needed: Item 1."


def test_a_case_barcode_counts_its_pieces() -> None:
    verdict = judge(order(line(1, 13, case=6)), "CASE-1", 2)
    assert verdict.counted == 12
    assert verdict.remaining == 1


def test_one_item_on_two_lines_fills_both() -> None:
    both = order(line(1, 1, variant=5), line(2, 3, variant=5))
    verdict = judge(both, "SKU-5", 4)
    assert verdict.result is ScanResult.DONE
    assert [own.packed for own in apply(both, verdict).lines] == [1, 3]
    assert undo(apply(both, verdict), verdict) == both


def test_a_count_goes_to_the_line_that_takes_it_whole() -> None:
    both = order(line(1, 1, variant=5), line(2, 3, variant=5))
    assert judge(both, "SKU-5", 3).parts == ((2, 3),)


def test_the_quantity_must_be_at_least_one() -> None:
    with pytest.raises(UserError, match="at least one"):
        judge(order(line(1)), "SKU-1", 0)


def test_upc_and_ean_of_one_item_are_the_same_scan() -> None:
    upc = replace(line(1), codes={"036000291452": 1})
    assert judge(order(upc), "0036000291452").result is ScanResult.DONE


@pytest.mark.parametrize("entry", COMMANDS, ids=lambda entry: entry.command.name)
def test_every_command_fits_the_card_and_is_understood(entry: object) -> None:
    command: Command = entry.command  # type: ignore[attr-defined]
    code = quantity_code(10) if command is Command.QUANTITY else command.value
    assert len(code) <= 8
    assert read_command(code) is not None
    verdict = judge(order(line(1)), code)
    assert verdict.result is ScanResult.COMMAND
    assert apply(order(line(1)), verdict) == order(line(1))


def test_each_command_has_its_own_key() -> None:
    assert len({entry.key for entry in COMMANDS}) == len(COMMANDS) == len(Command)


@pytest.mark.parametrize(
    ("code", "meant"),
    [
        ("CMD-Q5", (Command.QUANTITY, 5)),
        ("cmd-q10", (Command.QUANTITY, 10)),
        ("CMD-QTY10", (Command.QUANTITY, 10)),
        ("CMD-Q999", (Command.QUANTITY, 999)),
        ("CMD-Q", (Command.QUANTITY, 0)),
        ("CMD-Q0", None),
        ("CMD-Q1000", None),
        ("CMD-FORCE", (Command.FORCE, 0)),
        ("CMD-PASS", (Command.FORCE, 0)),
        ("CMD-WHAT", None),
    ],
)
def test_command_codes_are_read(code: str, meant: tuple[Command, int] | None) -> None:
    assert read_command(code) == meant


def test_a_command_nobody_knows_is_refused() -> None:
    assert judge(order(line(1)), "CMD-WHAT").result is ScanResult.UNKNOWN


def test_forcing_a_line_is_remembered_and_completes_it() -> None:
    forced = force_line(order(line(1, 3, packed=1)), 1)
    assert forced.complete
    assert forced.lines[0].forced == 2
    with pytest.raises(UserError):
        force_line(forced, 1)


def test_a_recount_starts_from_an_empty_parcel() -> None:
    again = recounted(force_line(order(line(1, 3, packed=1), weight_g=300), 1))
    assert (again.packed, again.lines[0].forced, again.weight_g) == (0, 0, None)


def test_weights_count_what_is_packed_and_the_box() -> None:
    parcel = order(line(1, 2, packed=1, weight=342), line(2, 1, weight=96), packaging_g=150)
    assert expected_weight(parcel) == 492
    assert full_weight(parcel) == 930


def test_an_item_of_unknown_weight_makes_the_parcel_unknown_once_it_is_in() -> None:
    assert expected_weight(order(line(1, packed=0, weight=None))) == 0
    assert expected_weight(order(line(1, packed=1, weight=None))) is None
    assert weight_question(order(line(1, packed=1, weight=None)), 500, 50) is None


SOAP_ORDER = order(line(1, packed=1, weight=168), line(2, 2, packed=2, weight=342), line(3, packed=1, weight=124))


def test_a_missing_piece_is_named_by_its_weight() -> None:
    question = weight_question(SOAP_ORDER, 976 - 124, 20)
    assert question is not None
    assert question.line_id == 3
    assert question.difference_g == -124
    assert question.message == "The parcel is 124 g too light."


def test_an_extra_piece_is_named_too() -> None:
    question = weight_question(SOAP_ORDER, 976 + 340, 20)
    assert question is not None
    assert question.line_id == 2
    assert question.message == "The parcel is 340 g too heavy."


def test_no_guess_when_no_piece_weighs_the_gap_or_two_do() -> None:
    nothing = weight_question(SOAP_ORDER, 976 - 250, 20)
    assert nothing is not None
    assert nothing.line_id is None
    twins = order(line(1, packed=1, weight=100), line(2, packed=1, weight=100))
    either = weight_question(twins, 100, 20)
    assert either is not None
    assert either.line_id is None


def test_a_weight_within_the_tolerance_asks_nothing() -> None:
    assert weight_question(SOAP_ORDER, 976 + 50, 50) is None
    assert weight_question(SOAP_ORDER, 976 - 50, 50) is None
    assert weight_question(SOAP_ORDER, 976 + 51, 50) is not None


def test_lines_come_in_walking_order_with_look_alikes_side_by_side() -> None:
    lines = (line(4), line(3), line(2), line(1))
    pair = LookAlike(1, OtherItem(4, "SKU-4", "Item 4"), 3, 90)
    assert [own.line_id for own in in_packing_order(lines)] == [1, 2, 3, 4]
    assert [own.line_id for own in in_packing_order(lines, [pair])] == [1, 4, 2, 3]


# ---------------------------------------------------------------------------------------------------- properties

LINES = st.lists(
    st.tuples(st.integers(1, 5), st.integers(1, 9), st.sampled_from([0, 2, 6])), min_size=1, max_size=6
).map(
    lambda drawn: tuple(
        line(at, expected, variant=variant, case=2 if variant % 2 else 6)
        for at, (variant, expected, _c) in enumerate(drawn, 1)
    )
)
SCANS = st.lists(
    st.tuples(
        st.one_of(
            st.integers(1, 6).map(lambda n: f"SKU-{n}"),
            st.integers(1, 6).map(lambda n: f"CASE-{n}"),
            st.sampled_from(["4006381333931", "CMD-UNDO", "CMD-Q5", "", "CMD-WHAT"]),
        ),
        st.integers(1, 4),
    ),
    max_size=40,
)


@given(LINES, SCANS)
def test_no_line_ever_holds_more_than_ordered_and_every_piece_is_accounted_for(
    lines: tuple[PackLine, ...], scans: list[tuple[str, int]]
) -> None:
    parcel = order(*lines)
    counted = 0
    for code, quantity in scans:
        verdict = judge(parcel, code, quantity, other=CANDLE)
        after = apply(parcel, verdict)
        counted += verdict.counted
        assert after.packed == counted == parcel.packed + verdict.counted
        assert verdict.remaining == after.remaining
        assert verdict.complete == after.complete
        assert verdict.counted == sum(units for _line, units in verdict.parts)
        assert (verdict.counted > 0) == verdict.result.counts
        assert all(0 <= own.packed <= own.expected for own in after.lines)
        parcel = after
    assert parcel.complete == all(own.packed == own.expected for own in parcel.lines)


@given(LINES, SCANS)
def test_undoing_every_scan_backwards_restores_the_empty_parcel(
    lines: tuple[PackLine, ...], scans: list[tuple[str, int]]
) -> None:
    start = parcel = order(*lines)
    history: list[tuple[PackOrder, Verdict]] = []
    for code, quantity in scans:
        verdict = judge(parcel, code, quantity)
        history.append((parcel, verdict))
        parcel = apply(parcel, verdict)
    for before, verdict in reversed(history):
        parcel = undo(parcel, verdict)
        assert parcel == before
    assert parcel == start


@given(LINES, st.randoms(use_true_random=False))
def test_scanning_every_piece_in_any_order_completes_with_exactly_the_lines(
    lines: tuple[PackLine, ...], random: object
) -> None:
    parcel = order(*lines)
    pieces = [own.sku for own in lines for _ in range(own.expected)]
    random.shuffle(pieces)  # type: ignore[attr-defined]
    results = []
    for sku in pieces:
        verdict = judge(parcel, sku)
        results.append(verdict.result)
        parcel = apply(parcel, verdict)
    assert results == [ScanResult.OK] * (len(pieces) - 1) + [ScanResult.DONE]
    assert [own.packed for own in parcel.lines] == [own.expected for own in lines]
    assert all(judge(parcel, own.sku).result is ScanResult.TOO_MANY for own in lines)


@given(LINES, st.integers(0, 4000), st.integers(0, 100))
def test_a_named_line_always_explains_the_gap(lines: tuple[PackLine, ...], weight: int, tolerance: int) -> None:
    parcel = replace(order(*lines), lines=tuple(replace(own, packed=own.expected) for own in lines))
    question = weight_question(parcel, weight, tolerance)
    expected = expected_weight(parcel)
    assert expected is not None
    assert (question is None) == (abs(weight - expected) <= tolerance)
    if question and question.line_id is not None:
        named = parcel.line(question.line_id)
        assert named is not None
        assert abs(abs(question.difference_g) - (named.weight_g or 0)) <= tolerance


@given(LINES)
def test_undoing_a_scan_of_another_parcel_is_refused(lines: tuple[PackLine, ...]) -> None:
    parcel = order(*lines)
    verdict = judge(parcel, lines[0].sku)
    with pytest.raises(UserError):
        undo(parcel, verdict)
