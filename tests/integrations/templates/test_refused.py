"""No template can run on, fill the memory or reach out of its text; each is told where and why."""

from pathlib import Path
from time import perf_counter

import pytest

from bot.domain.language import Language
from bot.domain.severity import ClientState
from bot.integrations.templates import BLOCKS, TEMPLATES
from bot.integrations.templates.bad_template import BadTemplate
from bot.integrations.templates.compiled import Compiled, Reader
from bot.integrations.templates.grammar import DEPTH
from bot.integrations.templates.slots import sample

#: So that a case needs no block but its own.
WHOLE = '{% extends "builtin/resolved.en.j2" %}'
LETTER = WHOLE.encode() + b"{% block letter %}"
DEEP = "it is nested too deep: write it plainly."
FACTS = sample(Language.EN, ClientState.RESOLVED, bare=False)


def read(path: Path) -> Compiled:
    return Reader(TEMPLATES).read(path, Language.EN, ClientState.RESOLVED, BLOCKS)


def sentences(path: Path) -> list[str]:
    with pytest.raises(BadTemplate) as caught:
        read(path)
    return [line.removeprefix(f"{path.parent}/") for line in str(caught.value).splitlines()]


def written(folder: Path, text: str, name: str = "resolved.en.j2") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def cases() -> list[tuple[str, list[str]]]:
    table = (Path(__file__).parent / "refused.txt").read_text(encoding="utf-8")
    blocks = [block.splitlines() for block in table.split("\n\n")[1:]]
    return [(text, [f"resolved.en.j2:{line.strip()}" for line in said]) for text, *said in blocks]


@pytest.mark.parametrize(("text", "said"), cases(), ids=[text[:60] for text, _ in cases()])
def test_it_is_refused_in_these_words(tmp_path: Path, text: str, said: list[str]) -> None:
    assert sentences(written(tmp_path, text)) == said


def test_the_line_is_the_files_own(tmp_path: Path) -> None:
    text = f"{WHOLE}\n\n{{% block closing %}}\nWe are sorry.\n{{{{ nobody }}}}\n{{% endblock %}}\n"
    assert sentences(written(tmp_path, text)) == [
        "resolved.en.j2:5: there is no slot “nobody”: README.md lists all slots."
    ]


def test_a_line_that_fails_as_it_is_written_is_found_too(tmp_path: Path) -> None:
    text = (
        f"{WHOLE}\n{{% block headline %}}\nIt took\n"
        "{{ minutes | plural('minute', 'minutes') }}\n{% endblock %}\n"
    )
    [said] = sentences(written(tmp_path, text))
    assert said == (
        "resolved.en.j2:4: “plural” counts “”, which is not a whole number: "
        "mend it, and ask “if” where a slot may be empty."
    )


def test_the_fault_of_a_parent_is_told_of_the_parent(tmp_path: Path) -> None:
    written(tmp_path, f"{WHOLE}\n{{% block closing %}}{{{{ me }}}}{{% endblock %}}", "house.j2")
    assert sentences(written(tmp_path, '{% extends "house.j2" %}')) == [
        "house.j2:2: there is no slot “me”: README.md lists all slots."
    ]


def test_templates_that_extend_each_other_are_found(tmp_path: Path) -> None:
    written(tmp_path, '{% extends "resolved.en.j2" %}', "house.j2")
    [said] = sentences(written(tmp_path, '\n{% extends "house.j2" %}'))
    assert said == (
        "house.j2:1: it goes on and on to “resolved.en.j2”: "
        "extend at most 3 files, none of them twice."
    )


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"\xff\xfe", "it is not UTF-8 text: save it as UTF-8."),
        (b"x" * 40_000, "it has more than 32,000 bytes: shorten it."),
        (b"{{ " + b"(" * 5_000, DEEP),
        (b"{{ " + b"not " * 5_000 + b"company }}", DEEP),
        (LETTER + b"{% if company %}" * 120 + b"{% endif %}" * 120 + b"{% endblock %}", DEEP),
        (b"{{ " + b"9" * 5_000 + b" }}", "it has an endless number: shorten it."),
        (
            WHOLE.encode() + b"{% block closing %}" + b"{{ impact ~ company }}\n" * 1_200
            + b"{% endblock %}",
            "the block “letter” gets longer than 20,000 characters: shorten it.",
        ),
    ],
)  # fmt: skip
def test_what_is_no_reasonable_file(tmp_path: Path, data: bytes, said: str) -> None:
    path = tmp_path / "resolved.en.j2"
    path.write_bytes(data)
    assert sentences(path) == [f"resolved.en.j2:1: {said}"]


def test_a_file_that_cannot_be_read(tmp_path: Path) -> None:
    (tmp_path / "resolved.en.j2").mkdir()
    [said] = sentences(tmp_path / "resolved.en.j2")
    assert said == "resolved.en.j2:1: it cannot be read (Is a directory): mend that."


def test_blocks_within_blocks_end_soon(tmp_path: Path) -> None:
    """The worst that is allowed: each block says its parent's again, on every level."""
    names = "headline", "doing", "letter"
    inner = "".join(
        f"{{% block {name} %}}{{{{ super() }}}}"
        + "".join(f"{{% block {name}{n} %}}x{{% endblock %}}" for n in range(DEPTH * 20))
        + "{% endblock %}"
        for name in names
    )
    written(tmp_path, WHOLE + inner, "house.j2")
    written(tmp_path, '{% extends "house.j2" %}' + inner, "resolved.en.j2")
    began = perf_counter()
    letter = read(tmp_path / "resolved.en.j2")
    assert letter.write("headline", FACTS).endswith("x" * DEPTH * 20 * 2)
    assert perf_counter() - began < 1
