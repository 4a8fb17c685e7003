#!/bin/sh
# Installs locked packages into .venv, and makes it first when it is not there.
#   scripts/install.sh requirements-demo.txt …
# Needs Python 3.11 or newer, or uv, which can fetch one; nothing else.
set -eu
cd "$(dirname "$0")/.."

fail() {
    echo "$*" >&2
    exit 1
}

new_enough() {
    "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null
}

find_python() {
    for name in ${PYTHON:-} python3 python3.14 python3.13 python3.12 python3.11 python; do
        if new_enough "$name"; then
            echo "$name"
            return
        fi
    done
}

make_venv() {
    python=$(find_python)
    if uv --version >/dev/null 2>&1; then
        uv venv --quiet --allow-existing --python "${python:-3.12}" .venv
    elif [ -z "$python" ]; then
        fail "Legesvar needs Python 3.11 or newer. Install it, or name it: make PYTHON=/path/to/python3"
    elif ! "$python" -m venv --clear .venv >/dev/null 2>&1; then
        rm -rf .venv
        fail "$python cannot make a virtual environment. Install uv, or on Debian and Ubuntu: apt install python3-venv"
    fi
}

# The machine's own uv, else one of ours inside .venv.
find_uv() {
    if uv --version >/dev/null 2>&1; then
        echo uv
        return
    fi
    if [ ! -x .venv/bin/uv ]; then
        .venv/bin/python -m pip --version >/dev/null 2>&1 || .venv/bin/python -m ensurepip >/dev/null
        .venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-uv.txt >&2
    fi
    echo .venv/bin/uv
}

new_enough .venv/bin/python || make_venv
uv=$(find_uv)
for requirements in "$@"; do
    "$uv" pip install --quiet --python .venv/bin/python --require-hashes -r "$requirements"
done
"$uv" pip install --quiet --python .venv/bin/python --no-deps --no-build-isolation --editable .
