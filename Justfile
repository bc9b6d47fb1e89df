# Tasks of this project. Everything runs in .venv, which start.py makes from requirements.lock.

bin := if os_family() == "windows" { ".venv/Scripts" } else { ".venv/bin" }
python := if os_family() == "windows" { "python" } else { "python3" }

# Show the tasks
default:
    @just --list

# Make or renew the environment
setup:
    {{python}} start.py setup

# Run the fast tests
test *arguments:
    {{python}} start.py test -m "not slow and not verapdf" {{arguments}}

# Run all tests
test-all *arguments:
    {{python}} start.py test {{arguments}}

# Check rules and format
lint: setup
    {{bin}}/ruff check .
    {{bin}}/ruff format --check .

# Check types
types: setup
    {{bin}}/mypy

# Make docs/reference.md from the code
docs: setup
    {{bin}}/python docs/make_reference.py

# Fix the versions and hashes of all dependencies, without addresses
lock: setup
    {{bin}}/uv pip compile pyproject.toml --extra lab --extra charts --group dev --universal --generate-hashes --no-header --no-annotate --no-emit-index-url -o requirements.lock

# Bundle CodeMirror anew from the packages of its lock (needs npm)
codemirror:
    npm --prefix tools/codemirror ci
    npm --prefix tools/codemirror run build

# Take the pictures of docs/editors.md anew (needs Chromium)
pictures: setup
    {{bin}}/python docs/make_desk_pictures.py

# Make a briefing of the sample archive
demo:
    {{python}} start.py demo

# Measure; compare ratios, never seconds of different machines
bench: setup
    {{bin}}/python benchmarks/startup.py
    {{bin}}/python benchmarks/desk.py --quick
    {{bin}}/python benchmarks/briefing.py --quick
    {{bin}}/python benchmarks/safety.py
    {{bin}}/python benchmarks/import_speed.py
    {{bin}}/python benchmarks/import_fidelity.py
    {{bin}}/python benchmarks/load.py --posts 1000 10000
