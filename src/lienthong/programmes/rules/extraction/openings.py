"""Does a paragraph state a duty, or does it only open what stands below it?"""

from dataclasses import dataclass

from lienthong.programmes.rules.extraction.deadlines import Reader
from lienthong.programmes.rules.extraction.duties import Clauses, Duty
from lienthong.programmes.rules.extraction.language import Script, sentences
from lienthong.programmes.rules.extraction.layout import Block, is_heading


@dataclass(frozen=True)
class Openings:
    """Recognises the openings of one document."""

    script: Script
    clauses: Clauses
    reader: Reader

    def announces(self, block: Block, duty: Duty | None, *, somebody: bool) -> bool:
        """Is a paragraph a heading or an opening, so that the duties stand below it?

        `somebody`: those who are to act are named above it.
        """
        if is_heading(block) or (duty and duty.opens and not block.text.endswith(":")):
            return True
        if block.text.endswith("?"):
            return True
        if self._opens_in_passing(block):
            return False
        if block.text.endswith(":"):
            return not self._only_enumerates(block, duty)
        complete = block.text.endswith((".", ";", "!", "?"))
        nobody = not (duty and duty.leads) and not somebody
        if complete and block.style and duty and nobody and block.children:
            # "1. Rà soát pháp luật." above its points, nobody named so far: a title with a stop.
            return self._holds_duties(block) and self.reader.of(block.text).kind == "none"
        return not complete and bool(block.children) and len(block.text) < _LONGEST_HEADING

    def says_what_for(self, block: Block) -> bool:
        """ "Sửa đổi Luật X để:" goes on with its aims, whatever verbs they begin with."""
        return self.script.pattern(_WHAT_FOR).search(self.script.key(block.text)) is not None

    def stated(self, block: Block) -> str:
        """What a paragraph itself says, without the words that only open its aims below."""
        match = self.script.pattern(_WHAT_FOR).search(self.script.key(block.text))
        return block.text[: match.start()].rstrip() if match and block.children else block.text

    def _opens_in_passing(self, block: Block) -> bool:
        """ "Bộ X trình … trước ngày D. Trong đó lưu ý:" is a duty with details below it."""
        *before, (start, _) = sentences(block.text) or [(0, 0)]
        in_passing = self.script.pattern(_IN_PASSING).match(self.script.key(block.text[start:]))
        if not before or not in_passing or not block.text.endswith(":"):
            return False
        duty = self.clauses.read(block.text[: before[-1][1]])
        return bool(duty and not duty.opens)

    def _only_enumerates(self, block: Block, duty: Duty | None) -> bool:
        """A duty with a colon before things, attributes or nothing at all, not before duties."""
        if not duty:
            return False
        if not block.children:
            return bool(block.style and not duty.leads)
        return self.says_what_for(block) or not self._holds_duties(block)

    def _holds_duties(self, block: Block) -> bool:
        return any(
            child.text.endswith(":") or self.clauses.read(child.text) for child in block.children
        )


_LONGEST_HEADING = 300
_IN_PASSING = r"(?:trong đó|cụ thể|theo đó)(?!\w)"
_WHAT_FOR = r"(?<!\w)(?:để|nhằm|theo hướng|gồm|bao gồm)(?: [^:;.]{0,40})?\s*:$"
