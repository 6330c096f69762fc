#!/usr/bin/env bash
# Run the tests of the engine and of the case store on a current Python, in an environment of their own that has
# nothing of Rasa in it. Takes Python 3.13, or what SIGNPOST_CURRENT_PYTHON names (3.12 or newer, a version or a path).
# Arguments are passed on to pytest.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

uv=${UV:-$(uv --version >/dev/null 2>&1 && echo uv || echo .tools/bin/uv)}
wanted=${SIGNPOST_CURRENT_PYTHON:-3.13}

fail() {
    echo "tests/run_on_current_python.sh: $*" >&2
    exit 2
}

"$uv" --version >/dev/null 2>&1 || fail "uv is missing. Run 'make .tools/bin/uv', or install it from docs.astral.sh/uv."
if ! python=$("$uv" python find --no-project --no-python-downloads "$wanted" 2>/dev/null); then
    # a pyenv version need not be active to be of use
    python=$(ls -d "${PYENV_ROOT:-$HOME/.pyenv}"/versions/"$wanted"*/bin/python 2>/dev/null | sort -V | tail -n 1) || true
fi
[ -n "$python" ] || fail "Python $wanted is not here. Install it, for example with 'uv python install 3.13'" \
    "or 'pyenv install 3.13', or name another from 3.12 on: SIGNPOST_CURRENT_PYTHON=3.12"
"$python" -c 'import sys; sys.exit(sys.version_info < (3, 12))' ||
    fail "$python is $("$python" --version). These tests ask for Python 3.12 or newer: set SIGNPOST_CURRENT_PYTHON."

echo "Engine and store on $("$python" --version)"
PYTHONPATH=.:tests exec "$uv" run --quiet --isolated --no-project --python "$python" \
    --with 'pydantic>=1.10.21,<2' --with 'pyyaml>=6' --with 'holidays>=0.60' --with 'python-dateutil>=2.8' \
    --with 'sqlalchemy>=1.4.54,<2' --with 'alembic>=1.13,<2' --with 'jinja2>=3.1' \
    --with 'pytest>=8' --with 'hypothesis>=6.100' \
    python -W error::SyntaxWarning -m pytest -q -p no:cacheprovider --confcutdir=tests/guidance "$@" \
    tests/guidance tests/checking tests/truth tests/casestore
