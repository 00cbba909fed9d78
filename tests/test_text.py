import json

from hypothesis import given
from hypothesis import strategies as st

from nextcall.text import escaped, line, lines


@given(st.text())
def test_escaped_json_means_the_same_and_holds_nothing_that_a_terminal_obeys(text: str) -> None:
    text = text.encode("utf-8", "replace").decode()
    shown = escaped(json.dumps({"note": text}, ensure_ascii=False))
    assert json.loads(shown) == {"note": text}
    assert line(shown, len(shown)) == shown


@given(st.text())
def test_harmless_text_stays_harmless_and_as_long(text: str) -> None:
    for made in (line, lines):
        once = made(text, 50)
        assert made(once, 50) == once
        assert len(once) == min(len(text), 50)
