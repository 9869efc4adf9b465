"""Whatever somebody types as a template: a letter of bounded length, or a problem with its line."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.language import Language
from bot.domain.severity import ClientState
from bot.integrations.templates import BLOCKS, TEMPLATES
from bot.integrations.templates.bad_template import BadTemplate
from bot.integrations.templates.compiled import Compiled, Reader
from bot.integrations.templates.slots import sample

EXTENDS = "{% extends 'builtin/resolved.en.j2' %}"
BLOCK, END = "{% block closing %}", "{% endblock %}"
#: What templates are made of, what they must not be made of, and what is not even Jinja.
PIECES = """
text|'|"|{|}|{{|}}|{%|%}|{#|#}|-%}|+%}|\x00|company|started|.day|.clock|services|minutes|impact
nobody|self|super()| if |else|elif|endif|for x in |endfor|set x = |macro m()|endmacro|include |raw
import |endraw|call|with |filter upper|block |endblock|extends |{% if services %}|{% endif %}
{% else %}|{% block letter %}|{{ super() }}|{{ company }}|{{ minutes |plural('a', 'b')| }}|upper
join(', ')|lipsum()|range(9)|[0]|.__class__|(|)| ~ | * | ** | == | and | not | is defined|1|10**9
"""
SPLIT = [*re.split(r"[|\n]", PIECES.strip()), "|", "\n", BLOCK, END]
NOISE = st.lists(st.sampled_from(SPLIT), max_size=25).map("".join)
#: Half of them at least begin as a template does.
TEXTS = NOISE | NOISE.map(lambda noise: f"{EXTENDS}\n{BLOCK}{noise}{END}")


def read(file: Path) -> Compiled | BadTemplate:
    try:
        return Reader(TEMPLATES).read(file, Language.EN, ClientState.RESOLVED, BLOCKS)
    except BadTemplate as error:
        return error


@given(text=TEXTS)
def test_it_is_a_letter_or_a_problem(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    file = tmp_path_factory.getbasetemp() / "resolved.en.j2"
    file.write_text(text, encoding="utf-8")
    found = read(file)
    if isinstance(found, BadTemplate):
        told = str(found).splitlines()
        assert told
        assert all(re.search(r"resolved\.en\.j2:[1-9]\d*: \S", line) for line in told)
    else:
        facts = sample(Language.EN, ClientState.RESOLVED, bare=False)
        assert 0 < len(found.write("letter", facts)) <= 20_000
