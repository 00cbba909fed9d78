from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from fakes import START, a_session
from nextcall.core.session import Breath, Call, Contact, Formula, Introduction, Parked, Session, Summary
from nextcall.exchange.markdown import escape, markdown
from nextcall.exchange.summary import as_text, sections
from nextcall.text import line

TITLES = ["Help and thanks", "Process", "Inputs", "Results", "Value", "Promised", "Parked"]


def full(text: str = "Bob [/sales] *x*") -> Session:
    """A session with something in every part, the user's text being `text`."""
    moment = START + timedelta(seconds=90)
    calls = (
        Call(
            1, START + timedelta(seconds=31), moment, moment, "yes", note=text, contact=Contact(text), steps_done=(0, 1), asked=2,
            learned=1, bright=True, bright_note=text, help=("introduced", "thanked"), introduction=Introduction(text, text), amount="1200",
        ),
        Call(2, tagged_at=moment, outcome="callback", note=text, contact=Contact("", "+15550100")),
        Call(3, tagged_at=moment, outcome="sent-info"),
        Call(4, tagged_at=moment, outcome="no", reason="price"),
    )  # fmt: skip
    return a_session(formula=Formula("10000", 500, "USD"))._replace(
        title=text, intention=text, skill=text, calls=calls, parked=(Parked(moment, text), Parked(moment, text, "later")),
        breaths=(Breath(moment, moment),), summary=Summary(text, text, "partly"), ended_at=START + timedelta(minutes=62), end="ended",
    )  # fmt: skip


def test_help_first_results_after_what_was_done_for_them() -> None:
    assert [section.title for section in sections(full(), START, line)] == TITLES


def test_what_there_is_not_has_no_part() -> None:
    assert [section.title for section in sections(a_session(), START, line)] == ["Help and thanks", "Process", "Inputs", "Results"]


def test_the_parts() -> None:
    parts = {section.title: section.lines for section in sections(full("Ann"), START, line)}
    assert parts["Help and thanks"] == ("helped: 1", "introductions: 1", "thanks: 1", "Ann → Ann (made)")
    assert parts["Process"][:3] == ("steps kept: 2.0 of 4", "asked: 2", "learned: 1")
    assert "intention: Ann (kept: partly)" in parts["Process"]
    assert parts["Inputs"] == ("calls: 4", "goal: 60 min", "time: 1:02:00", "talk: 0:59", "first dial after: 0:31")
    assert parts["Results"][:5] == ("connects: 4", "conversations: 4", "noes: 1", "yeses: 1", "served: 1 of 4")
    assert parts["Value"] == ("4 calls × 20.00 = 80.00",)
    assert parts["Promised"] == ("Call back, +15550100: Ann", "Send information, call 3")
    assert parts["Parked"] == ("Ann (open)", "Ann (later)")


def test_as_text_is_what_was_said() -> None:
    text = as_text(full("Bob [/sales] *x*\x1b[31m"), START)
    assert text.startswith("Bob [/sales] *x*�[31m, 2026-11-21, 09:00 to 10:02\n")
    assert "\x1b" not in text


def test_what_the_history_says_of_it_stands_before_what_was_promised() -> None:
    own = ("Calls per hour 30: inside your usual range (21 to 38); nothing to fix.", "Same pace after a no and after a good call.")
    found = sections(full(), START, line, own)
    assert [section.title for section in found] == [*TITLES[:5], "Your usual range", *TITLES[5:]]
    assert found[5].lines == own
    assert f"\nYour usual range\n  {own[0]}\n  {own[1]}\nPromised\n" in as_text(full(), START, own)
    assert f"## Your usual range\n\n- {own[0]}\n- {own[1]}\n\n## Promised" in markdown(full(), START, own)


def test_the_table_of_calls() -> None:
    rows = markdown(full("Ann")).split("## Calls\n\n")[1].splitlines()
    assert rows[2] == "| 1 | 09:01:30 | 0:59 | Yes\\: meeting, order, pledge | Ann | Ann (introduced) (thanked) (bright spot) |".replace(
        "(introduced) (thanked) (bright spot)", "\\(introduced\\) \\(thanked\\) \\(bright spot\\)"
    )
    assert len(rows) == 6


HOSTILE = ["<script>alert(1)</script>", "[x](javascript:x)", "![](http://x)", "a | b", "# x", "- x", "`x`", "&lt;", "1. x", "~~~", "http://x.y", "\\"]


@given(st.one_of(st.sampled_from(HOSTILE), st.text(alphabet=st.sampled_from("ab <>[]()!#*_`|\\-+.&:/\n\t~=1"))))
def test_the_users_text_is_text(text: str) -> None:
    session = full(f"q{text}q")
    tokens = MarkdownIt("commonmark", {"linkify": False}).enable("table").parse(markdown(session))
    kinds = {child.type for token in tokens for child in (token.children or [])} | {token.type for token in tokens}
    assert kinds <= {
        "heading_open", "heading_close", "bullet_list_open", "bullet_list_close", "list_item_open", "list_item_close", "inline", "text",
        "paragraph_open", "paragraph_close", "table_open", "table_close", "thead_open", "thead_close", "tbody_open", "tbody_close",
        "tr_open", "tr_close", "th_open", "th_close", "td_open", "td_close", "text_special",
    }  # fmt: skip
    cells = [token for token in tokens if token.type == "td_open"]
    assert len(cells) == 4 * 6
    shown = " ".join(f"q{text}q".split())
    assert any(token.content and token.type == "inline" and _said(token) == f"{shown} (later)" for token in tokens)


def _said(token: object) -> str:
    return "".join(child.content for child in getattr(token, "children", None) or [])


def test_one_line_without_control_characters() -> None:
    assert escape("a\nb\x1b[0m") == "a b�\\[0m"
