"""Northwind's orders lie in the past, at whatever hour the demo is loaded."""

from datetime import UTC, datetime, timedelta

from demo.loading.northwind import placed_at


def test_the_last_order_was_placed_before_any_hour_of_any_day():
    new_year = datetime(2027, 1, 1, tzinfo=UTC)
    for hour in range(365 * 24):
        now = new_year + timedelta(hours=hour)
        assert all(placed_at(now, number, days_back=0) < now for number in range(9))
