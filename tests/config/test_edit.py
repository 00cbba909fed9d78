import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nextcall.bootstrap import services, with_setting
from nextcall.config.edit import edited
from nextcall.config.paths import folders
from nextcall.errors import ConfigError

COMMENTED = """# mine
[formula]  # stated in March
earned = "10000"
calls = 500

[answers]
price = "Compared with what?"  # works
"""


def test_one_line_changes_and_every_other_byte_stays() -> None:
    after = edited(COMMENTED, "answers", "price", "What would it be worth?")
    assert after == COMMENTED.replace("Compared with what?", "What would it be worth?")


def test_a_missing_table_comes_at_the_end() -> None:
    before = COMMENTED.partition("[answers]")[0]
    after = edited(before, "answers", "time", "When is better?")
    assert after.startswith(before.rstrip())
    assert after.rstrip().endswith('[answers]\ntime = "When is better?"')


@given(st.text(max_size=60))
def test_whatever_is_written_is_read_again(words: str) -> None:
    import tomllib

    words = "".join(char for char in words if char.isprintable())
    assert tomllib.loads(edited(COMMENTED, "answers", "need", words))["answers"]["need"] == words


def test_the_services_hold_the_new_setting_and_the_file_is_private(tmp_path: Path) -> None:
    where = folders({"NEXTCALL_HOME": str(tmp_path)})
    found = with_setting(services(where, {}), "answers", "trust", "Whom do you trust?", {})
    assert found.config.answers["trust"] == "Whom do you trust?"
    assert services(where, {}).config.answers["trust"] == "Whom do you trust?"
    assert os.stat(where.config_file).st_mode & 0o077 == 0


def test_a_file_with_mistakes_is_not_written_on(tmp_path: Path) -> None:
    where = folders({"NEXTCALL_HOME": str(tmp_path)})
    found = services(where, {})
    os.makedirs(where.config)
    Path(where.config_file).write_text("[answers]\nprize = 'x'\n", encoding="utf-8")
    with pytest.raises(ConfigError, match="price"):
        with_setting(found, "answers", "trust", "x", {})
    assert Path(where.config_file).read_text(encoding="utf-8") == "[answers]\nprize = 'x'\n"
