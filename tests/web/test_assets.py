import gzip
import json
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command

ROOT = Path(__file__).resolve().parents[2]
BUILT = Path(settings.STATICFILES_DIRS[0]) / "built"
SYSTEM = ROOT / "node_modules/@digdir/designsystemet-css/dist/src"


def test_the_lock_names_no_registry_and_exact_versions_only():
    assert '"resolved"' not in (ROOT / "package-lock.json").read_text()
    wanted = json.loads((ROOT / "package.json").read_text())
    versions = [*wanted["dependencies"].values(), *wanted["devDependencies"].values()]
    assert all(re.fullmatch(r"\d+\.\d+\.\d+", version) for version in versions)


@pytest.mark.parametrize("name", ["patient.css", "clinic.css"])
def test_a_style_sheet_is_small_and_keeps_every_rule_in_a_layer(name):
    css = (BUILT / name).read_text()
    assert len(gzip.compress(css.encode())) < 24_000
    assert css.startswith("@layer ds.theme, ds.base, ds.components, app;")
    outside = re.sub(r"@layer [\w.]+\s*\{", "", css)
    assert "//" not in re.sub(r'url\("?data:[^)]*\)', "", outside).replace("http://www.w3.org", "")


def test_components_stand_in_the_order_and_layer_of_the_design_systems_own_index():
    index, built = (SYSTEM / "index.css").read_text(), (BUILT / "patient.css").read_text()
    found = re.findall(r"^@layer (ds\.(?:base|components))\{(.{80})", built, flags=re.MULTILINE)
    places = []
    for layer, start in found:
        place = index.find(start[:60])
        if place > 0:
            places.append(place)
            assert re.findall(r"@layer ([\w.]+)\{", index[:place])[-1] == layer
    assert places == sorted(places)
    assert len(places) > 14


def test_scripts_and_style_sheets_ask_nobody_else_for_anything():
    for file in [*Path(settings.STATICFILES_DIRS[0]).glob("js/*.js"), *BUILT.glob("*.css")]:
        addresses = set(re.findall(r"https?://[\w.]+", file.read_text()))
        assert addresses <= {"http://www.w3.org"}, file.name


def test_everything_served_is_found_when_it_is_collected_and_hashed(tmp_path, settings):
    settings.STATIC_ROOT = tmp_path
    settings.STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
    }
    call_command("collectstatic", interactive=False, verbosity=0)
    names = json.loads((tmp_path / "staticfiles.json").read_text())["paths"]
    sheet = (tmp_path / names["built/patient.css"]).read_text()
    assert Path(names["built/inter-latin.woff2"]).name in sheet
