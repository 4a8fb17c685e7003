import pytest
from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile

from legesvar.web.fields import ConsentField, RadioField, SelectField, TextField, UploadField


class Message(forms.Form):
    text = TextField(label="Beskjed", limit=10, error_messages={"too_long": "Høyst %(limit)d. Du skrev %(count)d."})


def error(field, value):
    with pytest.raises(forms.ValidationError) as refused:
        field.clean(value)
    return refused.value.messages


def test_a_text_is_counted_after_it_is_made_uniform():
    assert TextField(limit=3).clean("  a\r\nb \u200b") == "a\nb"
    assert TextField(limit=1).clean("👩‍👩‍👧") == "👩‍👩‍👧"


def test_a_text_too_long_is_told_by_how_much_and_is_shown_again_whole():
    form = Message({"text": "x" * 12})
    assert form.errors["text"] == ["Høyst 10. Du skrev 12."]
    assert "x" * 12 in form.as_div()


def test_blanks_alone_are_nothing():
    assert error(TextField(), " \r\n\u2060") == ["Skriv noe i feltet før du går videre."]


def test_a_null_byte_is_refused_in_plain_words():
    assert "tegn vi ikke kan lagre" in error(TextField(), "a\0b")[0]


@pytest.mark.parametrize("field", [SelectField(choices=[("a", "A")]), RadioField(choices=[("a", "A")])])
def test_a_choice_not_offered_is_refused_without_repeating_it(field):
    assert error(field, "<script>") == ["Velg ett av alternativene som står her."]


def test_consent_not_given_is_refused():
    assert error(ConsentField(), False) == ["Du må krysse av her for å gå videre."]


def test_files_come_as_a_list_and_no_more_than_allowed():
    one = SimpleUploadedFile("a.jpg", b"x")
    assert UploadField().clean([one]) == [one]
    assert UploadField(required=False).clean([]) == []
    assert error(UploadField(most=1), [one, one]) == ["Du kan legge ved høyst 1 fil."]
    assert error(UploadField(), [SimpleUploadedFile("a.jpg", b"")]) == ["Filen er tom. Velg en annen fil."]


def test_a_control_points_to_its_hint_its_counter_and_its_error():
    class Hinted(forms.Form):
        text = TextField(label="Beskjed", help_text="Skriv kort.", limit=10)

    html = Hinted({"text": ""})["text"].as_field_group()
    assert 'aria-describedby="id_text_helptext id_text_count id_text_error"' in html
    assert 'aria-invalid="true"' in html
    assert '<label for="id_text">' in html
    for part in ("helptext", "count", "error"):
        assert f'id="id_text_{part}"' in html


def test_what_is_written_by_people_cannot_become_markup():
    html = Message({"text": "</textarea><script>alert(1)</script>"}).as_div()
    assert "<script>" not in html


def test_a_group_of_choices_is_a_fieldset_described_by_its_error():
    class Choice(forms.Form):
        to = RadioField(label="Velg mottaker", choices=[("a", "Anne")], hints={"a": "Fastlegen din"})

    html = Choice({})["to"].as_field_group()
    assert 'aria-describedby="id_to_error"' in html
    assert "<legend>Velg mottaker</legend>" in html
    assert '<label for="id_to_0">Anne</label><p class="field__hint">Fastlegen din</p>' in html
