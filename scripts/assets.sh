#!/bin/sh
# Builds style sheets, fonts, icons and what the pages read of other languages, and brings Node along as a Python package where the machine has none.
set -eu
cd "$(dirname "$0")/.."

build() {
    .venv/bin/python scripts/build_assets.py && .venv/bin/python scripts/app_icons.py &&
        .venv/bin/legesvar catalogues --compile
}

needs_node=3
build > .venv/assets.log || {
    status=$?
    if [ "$status" -ne "$needs_node" ]; then
        cat .venv/assets.log >&2
        exit "$status"
    fi
    scripts/install.sh requirements-node.txt
    build
}
