"""The material of the benchmarks is what its makers promise, and the same in every run."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import lxml.html
import pytest

BENCH = Path(__file__).parents[2] / "bench"
COUNT = 40


def make(script: str, count: int, output: Path) -> Path:
    subprocess.run([sys.executable, BENCH / script, "--n", str(count), "-o", output], check=True)
    return output


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> list[bytes]:
    folder = make("make_pages.py", COUNT, tmp_path_factory.mktemp("made") / "pages")
    return [path.read_bytes() for path in sorted(folder.iterdir())]


@pytest.fixture(scope="module")
def reports(tmp_path_factory: pytest.TempPathFactory) -> list[dict[str, str]]:
    path = make("make_reports.py", COUNT, tmp_path_factory.mktemp("made") / "reports.jsonl")
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def test_every_page_differs_and_has_the_size_of_a_news_page(pages: list[bytes]) -> None:
    """As many pages as asked for, no two alike, each of 20 to 80 KB."""
    assert len(set(pages)) == COUNT
    assert all(20_000 <= len(page) <= 80_000 for page in pages)


def test_every_page_has_the_parts_of_a_news_page(pages: list[bytes]) -> None:
    """Metadata that parses, 60 links in the navigation, a headline, 8 to 25 paragraphs and no more than three tweets."""
    for page in pages:
        tree = lxml.html.document_fromstring(page)
        assert json.loads(str(tree.xpath("string(//script[@type='application/ld+json'])")))["@type"] == "NewsArticle"
        assert tree.xpath("count(//nav//a) >= 60")
        assert tree.xpath("count(//h1) = 1")
        assert 8 <= float(str(tree.xpath("count(//p[not(ancestor::blockquote or ancestor::footer)])"))) <= 25
        assert tree.xpath("count(//blockquote[@class='twitter-tweet']) <= 3")


def test_every_report_has_its_fields_and_length(reports: list[dict[str, str]]) -> None:
    """Six fields, refs that differ, and a text of 1,500 to 3,500 characters without an open slot."""
    assert len({report["ref"] for report in reports}) == COUNT
    for report in reports:
        assert report.keys() == {"ref", "url", "publisher", "published", "title", "text"}
        assert 1_500 <= len(report["text"]) <= 3_500
        assert "{" not in report["text"]


def test_some_words_are_in_most_reports_and_many_in_one(reports: list[dict[str, str]]) -> None:
    """The vocabulary has a head and a long tail, so that a search over it meets both."""
    texts = [set(report["text"].lower().split()) for report in reports]
    spread = [sum(word in text for text in texts) for word in set().union(*texts)]
    assert sum(count >= COUNT * 0.9 for count in spread) >= 5
    assert sum(count == 1 for count in spread) >= 500


def test_the_same_number_gives_the_same_material(pages: list[bytes], reports: list[dict[str, str]], tmp_path: Path) -> None:
    """A page or report depends on its own number only, not on how many are made."""
    again = make("make_pages.py", 2, tmp_path / "pages")
    assert [path.read_bytes() for path in sorted(again.iterdir())] == pages[:2]
    lines = make("make_reports.py", 2, tmp_path / "reports.jsonl").read_text(encoding="utf-8").splitlines()
    assert [json.loads(line) for line in lines] == reports[:2]
