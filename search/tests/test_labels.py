"""Labels of what facets hold."""

import pytest

from search.labels import month_label


@pytest.mark.parametrize(
    ("value", "label"), [("2024-03", "2024年3月"), ("2024-12", "2024年12月"), ("1-01", "1年1月"), ("x", "x")]
)  # fmt: skip
def test_a_month_that_is_none_breaks_no_page(value, label):
    assert month_label(value) == label
