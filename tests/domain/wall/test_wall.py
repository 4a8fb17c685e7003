import pytest

from legesvar.core import wall


@pytest.mark.django_db
def test_no_table_can_be_read_around_the_wall() -> None:
    assert wall.breaches() == []
