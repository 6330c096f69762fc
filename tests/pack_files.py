"""What every made-up pack of the tests begins with, and how its files are written."""

from __future__ import annotations

from pathlib import Path

PACK_HEAD = """\
pack: small
title: A small pack
owner: Test owner
source: Test policy
edition: 2026.10
status: draft
jurisdiction: England
language: en-GB
timezone: Europe/London
emergency_number: 999
emergency_advice: [Ring 999.]
case_reference: A letter and six digits
case_reference_pattern: "[A-Z][0-9]{6}"
holidays: {country: GB, subdivision: ENG}
roles: {pom: Prison offender manager, keyworker: Keyworker}
"""
"""A pack.yml of two roles that lacks only its paragraphs."""


def write(folder: Path, name: str, content: str | bytes) -> Path:
    """A file below `folder`, with the folders it stands in."""
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path
