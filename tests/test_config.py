"""What the configuration must hold: environment over file over default, and a clear word on what is wrong."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path

import pytest

from according.config import Config, load_config
from according.errors import UsageError


def test_the_environment_wins_over_the_file_and_the_file_over_the_default(tmp_path: Path) -> None:
    """Each setting from the nearest place that gives it."""
    file = tmp_path / "settings.toml"
    file.write_text('workers = 3\naccount = "a.db"\nfetch_timeout_s = 5\n', encoding="utf-8")
    config = load_config({"ACCORDING_WORKERS": "4", "ACCORDING_DATA": "elsewhere", "WORKERS": "9"}, file)
    assert (config.workers, config.account, config.fetch_timeout_s) == (4, "a.db", 5.0)
    assert config.max_item_bytes == Config().max_item_bytes
    assert load_config({}) == Config()


def test_every_setting_can_be_set_by_the_environment() -> None:
    """By its name in capitals, in the type of its default."""
    for field in fields(Config):
        default = getattr(Config(), field.name)
        given = "a,b" if isinstance(default, tuple) else "yes" if isinstance(default, bool) else "7"
        value = getattr(load_config({"ACCORDING_" + field.name.upper(): given}), field.name)
        assert type(value) is type(default)
        assert value == (("a", "b") if isinstance(default, tuple) else True if isinstance(default, bool) else type(default)("7"))


@pytest.mark.parametrize(("given", "hosts"), [("", ()), ("a:80, b ,", ("a:80", "b"))])
def test_a_list_is_parted_by_commas(given: str, hosts: tuple[str, ...]) -> None:
    """White space and empty parts do not count."""
    assert load_config({"ACCORDING_FETCH_ALLOW_PRIVATE": given}).fetch_allow_private == hosts


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("workers = 'x'", "setting workers: 'x' is not a whole number"),
        ("workers = -1", "setting workers: -1 is negative"),
        ("workers = 1.5", "setting workers: 1.5 is not a whole number"),
        ("workers = true", "setting workers: True is not a whole number"),
        ("workers = [1]", r"setting workers: \[1\] is not a whole number"),
        ("fetch_total_s = nan", "setting fetch_total_s: nan is without limit"),
        ("fetch_total_s = inf", "setting fetch_total_s: inf is without limit"),
        ("fetch_total_s = 'soon'", "setting fetch_total_s: 'soon' is not a number"),
        ("account = 5", "setting account: 5 is no text"),
        ("fetch_allow_private = 5", "setting fetch_allow_private: 5 is no list of texts"),
        ("fetch_allow_private = [5]", "is no list of texts"),
        ("wokers = 1\nacount = 2", "no setting is called 'acount'"),
        ("workers = ", "settings file .*settings.toml: "),
    ],
)
def test_a_wrong_setting_is_named(tmp_path: Path, text: str, reason: str) -> None:
    """With the value that is wrong, and why."""
    file = tmp_path / "settings.toml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(UsageError, match=reason):
        load_config({}, file)


def test_a_settings_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    """Absent, a folder, or not UTF-8."""
    (tmp_path / "latin.toml").write_bytes(b"account = '\xff'")
    for path in (tmp_path / "absent.toml", tmp_path, tmp_path / "latin.toml"):
        with pytest.raises(UsageError, match="settings file"):
            load_config({}, path)


def test_a_list_may_be_given_in_the_file(tmp_path: Path) -> None:
    """As TOML writes lists."""
    file = tmp_path / "settings.toml"
    file.write_text('fetch_allow_private = ["a", "b:80"]', encoding="utf-8")
    assert load_config({}, file).fetch_allow_private == ("a", "b:80")
