"""The web page: one page of our own that loads nothing from elsewhere."""

from __future__ import annotations

import re

import httpx
import pytest

from bot.channels.local import PAGE

FILES = {"index.html": "/chat/", "page.css": "/chat/page.css", "page.js": "/chat/page.js", "draw.js": "/chat/draw.js"}
KINDS = ["question", "danger", "answer", "summary", "notice", "refusal", "offer"]


@pytest.mark.xdist_group("echo")
@pytest.mark.parametrize("path", [*FILES.values(), "/chat/icon.svg"])
def test_the_page_and_its_parts_are_served_under_a_strict_policy(echo, path):
    answer = httpx.get(echo.base + path, trust_env=False)
    assert answer.status_code == 200
    policy = answer.headers["content-security-policy"]
    assert "default-src 'none'" in policy and "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy and "http" not in policy
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["referrer-policy"] == "no-referrer"


@pytest.mark.parametrize("name", FILES)
def test_nothing_is_asked_from_outside_and_nothing_runs_inline(name):
    text = (PAGE / name).read_text(encoding="utf-8")
    assert not re.search(r"(https?:)?//[a-z]+\.", text)
    assert "innerHTML" not in text and "eval(" not in text
    if name == "index.html":
        assert not re.search(r"<style|<script(?![^>]* src=)|\son\w+=|\sstyle=", text)


def test_the_page_can_be_heard_and_used_without_a_mouse():
    text = (PAGE / "index.html").read_text(encoding="utf-8")
    assert 'lang="en-GB"' in text
    assert 'role="log"' in text and 'aria-live="polite"' in text
    assert '<label for="words">' in text


@pytest.mark.xdist_group("echo")
def test_the_number_to_call_is_a_link_that_says_whose_it_is(echo):
    text = httpx.get(f"{echo.base}/chat/", trust_env=False).text
    packs = re.search(r'<span id="numbers">.*<a href="tel:999" data-packs="([^"]*)">999</a>', text, re.DOTALL)[1]
    assert "england_wales" in packs.split()


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_bubble_has_its_look(kind):
    assert re.search(rf"\.{kind}\b", (PAGE / "page.css").read_text(encoding="utf-8"))
