"""What stands above a paragraph and holds for it."""

from dataclasses import dataclass, replace

from lienthong.programmes.rules.extraction.attributes import Attributes
from lienthong.programmes.rules.extraction.deadlines import NONE, Deadline
from lienthong.programmes.rules.extraction.groups import READER
from lienthong.programmes.rules.extraction.headings import Mode


@dataclass(frozen=True)
class Context:
    """What stands above a paragraph: kind of speech, who is meant, by when.

    `recipients`: those to whom the document is sent, meant when nobody else is. `under`: what
    stands directly above is a marked heading; `title`: that heading, where it names nobody.
    """

    mode: Mode = "start"
    leads: tuple[str, ...] = ()
    supporting: tuple[str, ...] = ()
    deadline: Deadline = NONE
    recipients: tuple[str, ...] = ()
    under: bool = False
    title: str = ""

    def whom(self, leads: tuple[str, ...]) -> tuple[str, ...]:
        """`leads`, with "Quý Ủy ban" as those to whom the letter is addressed."""
        return self.recipients or leads if leads == (READER,) else leads

    def given(self, attributes: Attributes) -> "Context":
        """The context of a task whose lead or deadline stands in a line below it."""
        dated = attributes.deadline.kind != "none"
        return replace(
            self,
            mode="order" if self.mode == "start" else self.mode,
            leads=attributes.lead or self.leads,
            supporting=attributes.supporting or self.supporting,
            deadline=attributes.deadline if dated else self.deadline,
        )
