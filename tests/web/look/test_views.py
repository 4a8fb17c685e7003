import pytest
from django.http import Http404
from django.test import RequestFactory

from legesvar.web.style import views
from legesvar.web.visits import Visits

PAGES = [views.patient, views.form, views.clinic]


@pytest.mark.parametrize("view", PAGES)
def test_outside_the_demo_strangers_find_no_style_page(view, settings):
    settings.DEMO = False
    request = RequestFactory().get("/stil/")
    request.visits = Visits(request)
    with pytest.raises(Http404):
        view(request)


def test_the_style_page_takes_no_files(settings):
    settings.DEMO = True
    answer = views.upload(RequestFactory().post("/stil/skjema/vedlegg/"))
    assert answer.status_code == 422
    assert "Stilsiden tar ikke imot filer." in answer.content.decode()
