"""Days and times as they are read."""

from __future__ import annotations

from datetime import UTC, date, datetime

from django.utils.translation import override

from legesvar.words import dates

TODAY = date(2026, 11, 22)


def plain(text: str) -> str:
    return text.replace("\N{NO-BREAK SPACE}", " ")


def test_a_moment_today_is_told_by_the_clock_of_oslo() -> None:
    assert plain(dates.moment(datetime(2026, 11, 22, 7, 42, tzinfo=UTC), TODAY)) == "I dag kl. 08.42"


def test_half_past_ten_in_the_evening_in_utc_is_the_next_day_in_oslo_in_summer() -> None:
    assert plain(dates.moment(datetime(2026, 7, 1, 22, 30, tzinfo=UTC), date(2026, 7, 2))) == "I dag kl. 00.30"


def test_yesterday_is_called_so() -> None:
    assert plain(dates.listed(datetime(2026, 11, 21, 12, 0, tzinfo=UTC), TODAY)) == "I går kl. 13.00"


def test_a_list_names_the_day_and_the_year_only_when_it_is_another() -> None:
    assert plain(dates.listed(datetime(2026, 11, 19, 12, tzinfo=UTC), TODAY)) == "19. november"
    assert plain(dates.listed(datetime(2025, 10, 3, 12, tzinfo=UTC), TODAY)) == "3. oktober 2025"


def test_a_promise_names_the_weekday() -> None:
    assert plain(dates.weekday_and_day(date(2026, 5, 12), TODAY)) == "tirsdag 12. mai"


def test_short_days_and_weekdays_fit_a_badge() -> None:
    assert plain(dates.short_day(date(2026, 11, 13), TODAY)) == "13. nov."
    assert dates.short_weekday(date(2026, 11, 27)) == "fre."


def test_a_birth_date_stands_in_figures() -> None:
    assert dates.numeric(date(1980, 5, 12)) == "12.05.1980"


def test_english_has_the_day_first_and_a_clock_of_24_hours() -> None:
    today, late = date(2026, 11, 20), datetime(2026, 11, 19, 20, 4, tzinfo=UTC)
    with override("en"):
        assert dates.time(late) == "21:04"
        assert dates.moment(late, today).endswith("\N{NO-BREAK SPACE}21:04")
        assert dates.day(today).startswith("20\N{NO-BREAK SPACE}")
        assert "." not in dates.day(today) + dates.day_near(today, today) + dates.weekday_and_day(today, today)


def test_nynorsk_and_northern_sami_write_figures_as_bokmal_does() -> None:
    today, late = date(2026, 11, 20), datetime(2026, 11, 19, 20, 4, tzinfo=UTC)
    for code in ("nb", "nn", "se"):
        with override(code):
            assert dates.time(late) == "21.04"
            assert dates.numeric(today) == "20.11.2026"
            assert dates.day(today).startswith("20.\N{NO-BREAK SPACE}")
