"""What is wrong in an organisation's folder of templates, told before a night when it matters."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from bot.domain.language import Language
from bot.domain.policy import Policy
from bot.domain.severity import ClientState
from bot.integrations.templates import BLOCKS, CORRECTION, FRAME, TEMPLATES, own_folder, spelled
from bot.integrations.templates.bad_template import BadTemplate
from bot.integrations.templates.shelf import Place
from bot.policy.problem import Problem, listed, suggest


@dataclass(frozen=True, slots=True)
class Checkup:
    #: Templates that cannot be used, or that nothing uses.
    problems: tuple[Problem, ...]
    #: A sentence for each that other languages have and clients would miss.
    missing: tuple[str, ...]


def check_up(policy: Policy, beside: Path) -> Checkup | None:
    """Everything wrong in the folder that the policy names; None where it names none."""
    folder = own_folder(policy, beside)
    if folder is None:
        return None
    if not folder.is_dir():
        wrong = "there is no such folder of templates"
        return Checkup((_problem(folder, wrong, "make it, or mend client_updates.templates"),), ())
    return _Folder(folder, policy).checkup()


class _Folder:
    def __init__(self, folder: Path, policy: Policy) -> None:
        self._severities = {spelled(each): each.name for each in policy.severities}
        spoken = {language for client in policy.clients.values() for language in client.languages}
        self._languages = [each for each in Language if each in spoken]
        self._folder = folder
        self._files = sorted(folder.glob("*.j2"))

    def checkup(self) -> Checkup:
        from bot.integrations.templates.compiled import Reader

        problems: list[Problem] = []
        used: set[Path] = set()
        strangers: list[Problem] = []
        for file in self._files:
            place = self._place(file)
            if isinstance(place, Problem):
                strangers.append(place)
                continue
            reader = Reader(TEMPLATES)
            try:
                reader.read(file, place.language, place.state, place.blocks)
            except BadTemplate as error:
                problems += error.problems
            used |= {stamp.path for stamp in reader.stamps}
        problems += [each for each in strangers if Path(each.file) not in used]
        # Files that share a parent share its mistakes.
        distinct = dict.fromkeys(sorted(problems, key=lambda each: (each.file, each.line)))
        return Checkup(tuple(distinct), tuple(self._missing()))

    def _place(self, file: Path) -> Place | Problem:
        """What the file is for, by its name; what is odd in a name that nothing asks for."""
        kind, *more = file.name.removesuffix(".j2").split(".")
        kinds = [*ClientState, CORRECTION]
        if kind not in kinds or len(more) not in {1, 2}:
            return _problem(file, "nothing asks for a template of this name", suggest(kind, kinds))
        *severity, language = more
        if language not in list(Language):
            wrong = f"“{language}” is not a language Tocsin speaks"
            return _problem(file, wrong, f"choose {listed(list(Language))}")
        if severity and kind == CORRECTION:
            wrong = "corrections are the same for every severity"
            return _problem(file, wrong, f"name it {CORRECTION}.{language}.j2")
        if severity and severity[0] not in self._severities:
            wrong = f"the policy has no severity “{severity[0]}”"
            return _problem(file, wrong, suggest(severity[0], self._severities))
        blocks = FRAME if kind == CORRECTION else BLOCKS
        # A frame is the same for every state.
        state = ClientState.INVESTIGATING if kind == CORRECTION else ClientState(kind)
        return Place(file, state, Language(language), blocks)

    def _missing(self) -> Iterator[str]:
        """Clients who read two languages would read two kinds of words."""
        names = {file.name for file in self._files}
        known = [file.name for file in self._files if isinstance(self._place(file), Place)]
        for stem in dict.fromkeys(name.rsplit(".", 2)[0] for name in known):
            for language in self._languages:
                name = f"{stem}.{language}.j2"
                if name not in names:
                    yield (
                        f"{self._folder / name} is not there, so clients who read {language} get "
                        "Tocsin's own words."
                    )


def _problem(file: Path, wrong: str, fix: str) -> Problem:
    return Problem(file=str(file), line=1, column=1, wrong=wrong, fix=fix)
