"""How Django's forms are drawn: one template for a form, one for a field."""

from __future__ import annotations

from dataclasses import dataclass

from django import forms
from django.forms.boundfield import BoundField
from django.forms.renderers import TemplatesSetting
from django.utils.safestring import SafeString

KINDS: list[tuple[type[forms.Widget], str]] = [
    (forms.CheckboxInput, "checkbox"),
    (forms.CheckboxSelectMultiple, "choices"),
    (forms.RadioSelect, "choices"),
    (forms.FileInput, "file"),
    (forms.Textarea, "area"),
    (forms.Select, "select"),
    (forms.Widget, "line"),
]


@dataclass(frozen=True)
class Option:
    """One of the choices of a field, ready for the template."""

    tag: SafeString
    id: str
    label: str
    hint: str


class UiBoundField(BoundField):
    """A field of a form with what the field template needs: kind, options, and the ids that tie it together."""

    @property
    def kind(self) -> str:
        """Say which of the field template's shapes fits the widget."""
        return next(kind for widget, kind in KINDS if isinstance(self.field.widget, widget))

    @property
    def first_control(self) -> str:
        """Give the id of what an error link leads to: the control itself, or the first of its choices."""
        return f"{self.auto_id}_0" if self.kind == "choices" else self.auto_id

    @property
    def limit(self) -> int | None:
        """Give the number of characters that may be written, when the field shows a counter of its own."""
        return getattr(self.field, "limit", None) if getattr(self.field, "counter", False) else None

    @property
    def options(self) -> list[Option]:
        """List the choices, each with the hint that its field holds for it."""
        hints = getattr(self.field, "hints", {})
        return [
            Option(part.tag(), part.id_for_label, part.choice_label, hints.get(str(part.data["value"]), ""))
            for part in self.subwidgets
        ]

    @property
    def aria_describedby(self) -> str | None:
        """Point to the hint, the counter and the error, in the order they are read."""
        described = super().aria_describedby
        if described is None or self.limit is None:
            return described
        parts = [part for part in described.split(" ") if part]
        parts.insert(1 if self.help_text else 0, f"{self.auto_id}_count")
        return " ".join(parts)

    def build_widget_attrs(self, attrs: dict, widget: forms.Widget | None = None) -> dict:
        """Give the control the design system's class beside what Django gives it."""
        attrs = super().build_widget_attrs(attrs, widget)
        own = (widget or self.field.widget).attrs.get("class", "")
        return {**attrs, "class": f"ds-input {own}".strip()}


class UiRenderer(TemplatesSetting):
    """Set as FORM_RENDERER: `{{ form }}` and `{{ field.as_field_group }}` come out in the house's style."""

    form_template_name = "components/form.html"
    field_template_name = "components/field.html"
    bound_field_class = UiBoundField
