"""Addresses of one dialogue and of what is done with it."""

from django.urls import path

from legesvar.web.clinic.dialogue import acts, attending, converting, ending, inserting, noting, sharing, views

urlpatterns = [
    path("diagnoser/", noting.codes, name="codes"),
    path("<uuid:dialogue_id>/", views.dialogue, name="dialogue"),
    path("<uuid:dialogue_id>/svar/", views.answer, name="answer"),
    path("<uuid:dialogue_id>/utkast/", views.answer_draft, name="answer_draft"),
    path("<uuid:dialogue_id>/tildel/", sharing.assign, name="assign"),
    path("<uuid:dialogue_id>/videresend/", sharing.forward, name="forward"),
    path("<uuid:dialogue_id>/del/", sharing.share, name="share"),
    path("<uuid:dialogue_id>/angre/<uuid:handover_id>/", sharing.undo, name="undo_handover"),
    path("<uuid:dialogue_id>/notat/", attending.note, name="note"),
    path("<uuid:dialogue_id>/haster/", attending.mark, name="mark_urgent"),
    path("<uuid:dialogue_id>/ulest/", attending.unread, name="unread"),
    path("<uuid:dialogue_id>/her/", attending.here, name="here"),
    path("<uuid:dialogue_id>/tekstmaler/", inserting.texts, name="texts_for_dialogue"),
    path("<uuid:dialogue_id>/avvis/", ending.reject, name="reject"),
    path("<uuid:dialogue_id>/lukk/", ending.close, name="close"),
    path("<uuid:dialogue_id>/omgjor/", converting.convert, name="convert"),
    path("<uuid:dialogue_id>/omgjor/trekk/", converting.take_back, name="take_back"),
    path("<uuid:dialogue_id>/frikort/", acts.exemption, name="exemption"),
    path("<uuid:dialogue_id>/journal.pdf", acts.journal_pdf, name="journal_pdf"),
    path("<uuid:dialogue_id>/journal/<uuid:entry_id>/rett/", acts.correct, name="correct"),
]
