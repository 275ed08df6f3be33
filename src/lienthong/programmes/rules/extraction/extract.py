"""Tasks, proposals, commitments and targets of a directive, by the language of the genre.

The contract is docs/reference/extract.md. Nothing here knows a single document: rules speak of
headings, addressees, orders and deadlines as Vietnamese directives print them.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from lienthong.programmes.rules.extraction.addressees import asked_in, everybody, named_by_heading
from lienthong.programmes.rules.extraction.announced import deadline_below
from lienthong.programmes.rules.extraction.attributes import (
    Attributes,
    attribute_line,
    attributes,
    shared,
)
from lienthong.programmes.rules.extraction.columns import with_columns
from lienthong.programmes.rules.extraction.context import Context
from lienthong.programmes.rules.extraction.deadlines import Deadline, Reader
from lienthong.programmes.rules.extraction.duties import Clauses, Duty
from lienthong.programmes.rules.extraction.flow import with_rows
from lienthong.programmes.rules.extraction.footnotes import without_footnotes
from lienthong.programmes.rules.extraction.headings import (
    DateOfDocument,
    Nature,
    mode_of,
    nature_of,
)
from lienthong.programmes.rules.extraction.items import Item, Kind, once
from lienthong.programmes.rules.extraction.language import Script, compose, script_of
from lienthong.programmes.rules.extraction.layout import Block, Line, blocks, is_heading
from lienthong.programmes.rules.extraction.openings import Openings
from lienthong.programmes.rules.extraction.paragraphs import Draft, Paragraphs
from lienthong.programmes.rules.extraction.residue import without_residue
from lienthong.programmes.rules.extraction.tables import Tables
from lienthong.programmes.rules.extraction.unread import unread


def extract(lines: Sequence[Line], *, issued: date | None = None) -> list[Item]:
    """The items of a document, in the order of their first citation.

    `issued` is the document's date where a year is missing; without it the date that the document,
    or each document inside it, states of itself.
    """
    script = script_of("\n".join(line.text for line in lines))
    # Rows first: "1 Rà soát …" in a table is no note, though a "[1]" stands somewhere above it.
    lines = with_rows(with_columns(without_residue(lines, script), script), script)
    lines = without_footnotes(lines)
    head = compose(" ".join(line.text for line in lines[:_HEAD_LINES]))
    walk = _Walk(script, issued, Tables(script), dated=DateOfDocument(script).first(head))
    walk.through(blocks(lines, script).children, Context())
    return once(walk.items)


@dataclass
class _Walk:
    """One pass through the tree of a document."""

    script: Script
    issued: date | None
    tables: Tables
    nature: Nature = "unknown"
    items: list[Item] = field(default_factory=list)
    dated: date | None = None

    def through(self, siblings: Sequence[Block], context: Context) -> None:
        """Siblings in turn; what one announces with a colon holds for those after it too."""
        first = len(self.items)
        rows: list[Block] = []
        reader = self._reader()
        below = shared(
            self.script, reader, [attribute_line(self.script, reader, b) for b in siblings]
        )
        for block, given in zip(siblings, below, strict=True):
            if block.cells:
                rows.append(block)
                self._note_date(block)
                if self.script.pattern(_END).match(self.script.key(block.text)):
                    context = Context("tell")
                continue
            self._table(rows)
            rows = []
            self.tables.interrupted(block)
            if given is None:
                context = self._block(block, context, first)
            elif given != "itself":
                self._block(block, context.given(given), first)
        self._table(rows)

    def _table(self, rows: Sequence[Block]) -> None:
        if rows:
            self.items += self.tables.items(rows, self._reader())

    def _reader(self) -> Reader:
        return Reader(self.script, self.issued or self.dated)

    def _openings(self) -> Openings:
        return Openings(self.script, Clauses(self.script), self._reader())

    def _note_date(self, block: Block) -> None:
        self.dated = DateOfDocument(self.script).read(block) or self.dated

    def _block(self, block: Block, context: Context, first: int) -> Context:
        self._note_date(block)
        if is_heading(block) and self._is_letterhead(block):
            context = Context()
        nature = nature_of(self.script, block)
        if nature:
            self.nature = nature
            context = Context("tell" if nature in ("report", "law") else "start")
        key = self.script.key(block.text)
        sent = self.script.pattern(_ADDRESSED_TO).match(key)
        if sent:
            below = [part.text for part in block.walk()][1:]
            named = " ; ".join([block.text[sent.end() :], *below])
            recipients = everybody(self.script, named)
            return replace(context, recipients=(*context.recipients, *recipients))
        if self.script.pattern(_END).match(key):
            return Context("tell")
        if self.script.pattern(_NOT_READ).match(key):
            self.through(block.children, context)
            return context
        given = self._attributes(block)
        if given:
            self._attributed(block, given, context)
            return context
        duty = Clauses(self.script).read(block.text)
        if not self._openings().announces(block, duty, somebody=bool(context.leads)):
            return self._duties(block, context, first)
        inner = self._announced(block, key, duty, context)
        self.through(block.children, inner)
        # An unmarked opening or a title speaks for what follows it on its own level.
        return context if block.style else inner

    def _is_letterhead(self, block: Block) -> bool:
        """Capitals above a number and a date: another document begins."""
        return any(
            DateOfDocument(self.script).read(child)
            or self.script.pattern(r"số\s*:?\s*\d+\s?[-/]").match(self.script.key(child.text))
            for child in block.children
        )

    # A task whose lead and deadline stand in lines of their own

    def _attributes(self, block: Block) -> Attributes | None:
        """What the lines below a task give of it; a task may have details above them."""
        reader = self._reader()
        children = [child for child in block.children if not child.cells]
        lines = [attribute_line(self.script, reader, child) for child in children]
        details = next((at for at, line in enumerate(lines) if line and self._reads(line)), 0)
        alike = len({child.style for child in children}) == 1 and bool(children[0].style)
        labelled = any(child.text.endswith(":") for child in children[:details])
        if details and (labelled or not alike or not Clauses(self.script).read(block.text)):
            return None
        given = attributes(self.script, reader, lines[details:]) if lines else None
        if not given or not (given.lead or (given.deadline.kind != "none" and not details)):
            return None
        return given

    def _reads(self, line: str) -> bool:
        return attributes(self.script, self._reader(), [line]) is not None

    def _attributed(self, block: Block, given: Attributes, context: Context) -> None:
        duty = Clauses(self.script).read(block.text)
        lead = given.lead or (duty.leads if duty else ()) or context.leads
        if not lead:
            return
        deadline = given.deadline
        if deadline.kind == "none":
            deadline = self._reader().of(block.text)
        last = list(block.walk())[-1]
        told, text = self._content(block), block.printed.rstrip(" :")
        if not duty and context.title:
            # "a) Nghị định X" below "2. Góp ý dự thảo": what is to be done with it stands above.
            text = f"{context.title}: {text}"
        self.items.append(
            Item(
                "proposal" if context.mode == "propose" else "task",
                (((told or block).numbers[0], last.numbers[-1]),),
                told.printed if told else text,
                lead,
                given.supporting or (duty.supporting if duty else ()),
                deadline,
                0.9,
                block.page,
                self._remarks(deadline),
            )
        )

    def _content(self, block: Block) -> Block | None:
        """ "- Nội dung: …" below a heading that says nothing ("Hoạt động 1")."""
        bare = self.script.pattern(_BARE_TITLE).match(self.script.key(block.text))
        if not bare or not block.children:
            return None
        first = block.children[0]
        content = self.script.pattern(_CONTENT).match(self.script.key(first.text))
        return first.part(content.end(), len(first.text), first.style) if content else None

    # What only announces

    def _announced(self, block: Block, key: str, duty: Duty | None, context: Context) -> Context:
        """The context of what stands below a heading or an opening."""
        mode = context.mode
        leads = (duty.leads if duty else ()) or named_by_heading(self.script, block.text)
        leads = context.whom(leads)
        if block.text.endswith("?"):
            # A bulletin asks, and answers with another text.
            return Context("start")
        if is_heading(block) and mode == "start":
            # Capitals above the first order are the letterhead: who speaks, not who is to act.
            leads = ()
            duty = None
        if self.script.pattern(_TOLD).search(key):
            mode, leads, duty = "tell", (), None
        elif duty and duty.force == 2:
            mode = "propose" if duty.kind == "proposal" else "order"
        elif self.script.pattern(_TRIGGER).search(key) and not (
            duty and duty.leads and block.style and mode in ("order", "propose")
        ):
            # Who concludes or decides is the author, not the one addressed.
            mode, leads = "order", asked_in(self.script, block.text) or context.recipients
        elif not (duty and duty.leads):
            said = mode_of(self.script, block.text, numbered=bool(block.style))
            # A heading below a request is a part of it, whatever it speaks of.
            part = mode == "propose" and said == "order" and context.leads and block.style
            mode = mode if said is None or part else said
        elif mode == "start" or (mode == "tell" and self.nature in ("directive", "unknown")):
            mode = "order"
        whose = bool(duty or leads)
        stated = deadline_below(self.script, self._reader(), block.text, mode, whose=whose)
        return replace(
            context,
            mode=mode,
            under=bool(block.style),
            title=block.printed.rstrip(" .:") if block.style and not leads else "",
            leads=leads or context.leads,
            supporting=(duty.supporting if duty else ()) or (() if leads else context.supporting),
            deadline=stated or context.deadline,
        )

    # What states a duty

    def _duties(self, block: Block, context: Context, first: int) -> Context:
        paragraphs = Paragraphs(self.script, Clauses(self.script), self._reader())
        drafts = paragraphs.drafts(self._openings().stated(block))
        if not block.style and paragraphs.closes_alone(block.text) and len(self.items) > first:
            every = self.script.pattern(_ALL_ABOVE).search(self.script.key(block.text))
            self._close(first if every else len(self.items) - 1, self._reader().of(block.text))
            return context
        if not drafts:
            drafts = unread(self.script, self._reader(), block, context)
        inner = context
        for draft in drafts:
            item = self._item(draft, block, context)
            if item:
                self.items.append(item)
                inner = replace(context, leads=item.lead, deadline=item.deadline)
        if not (drafts and self._openings().says_what_for(block)):
            self.through(block.children, inner)
        return context

    def _close(self, first: int, deadline: Deadline) -> None:
        """Give a deadline on a line of its own to the items above it that have none; what is asked
        of others far above it is not meant."""
        last = len(self.items) - 1
        for position in range(first, len(self.items)):
            item = self.items[position]
            meant = item.kind in ("task", "target") or position == last
            if meant and item.deadline.kind in ("none", "urgent"):
                self.items[position] = replace(item, deadline=deadline)

    def _item(self, draft: Draft, block: Block, context: Context) -> Item | None:
        duty, stated = self._own_proposal(draft.duty, block, context), draft.stated
        text = block.printed[draft.start : draft.end].strip()
        kind = self._kind(duty, context)
        leads = context.whom(duty.leads) or (() if context.mode == "aim" else context.leads)
        if not self._counts(draft, block, context, leads, text):
            return None
        inherited = stated.kind in ("none", "urgent") and context.deadline.kind != "none"
        deadline = context.deadline if inherited else stated
        supporting = duty.supporting or (() if duty.leads else context.supporting)
        lines = block.lines(draft.start, draft.end)
        return Item(
            kind,
            (lines,),
            text,
            leads,
            tuple(name for name in supporting if name not in leads),
            deadline,
            _confidence(duty, deadline, context),
            block.page,
            (*self._remarks(deadline), *_doubts(kind, leads, duty)),
        )

    def _own_proposal(self, duty: Duty, block: Block, context: Context) -> Duty:
        """ "- Đề xuất Bộ Y tế …", "- Yêu cầu các báo …" below "4. Sở X": what Sở X is to do."""
        key = self.script.key(block.text)
        ordered = context.mode == "order" and context.leads and block.style
        proposes = duty.kind == "proposal" and self.script.pattern(_PROPOSES).match(key)
        one = len(context.leads) == 1 and not context.leads[0].lower().startswith("các ")
        demands = one and duty.force == 2 and self.script.pattern(r"yêu cầu(?!\w)").match(key)
        if not ordered or not (proposes or demands):
            return duty
        return replace(duty, kind="task", leads=(), force=0)

    def _kind(self, duty: Duty, context: Context) -> Kind:
        ordered = duty.force == 2 and self.nature != "report"
        if duty.kind == "task" and context.mode == "propose" and not ordered:
            return "proposal"
        if duty.kind != "task" or duty.force == 2:
            return duty.kind
        if context.mode == "aim":
            return "target"
        return "commitment" if self.nature == "report" else "task"

    def _counts(
        self, draft: Draft, block: Block, context: Context, leads: tuple[str, ...], text: str
    ) -> bool:
        """Is this wording, at this place, a duty? The less its place says, the more it must."""
        duty, mode = draft.duty, context.mode
        if duty.kind == "target" or mode == "aim":
            figure = self.script.pattern(_FIGURE).search(self.script.key(text))
            return mode != "tell" and figure is not None
        if not duty.leads and len(text.split()) < _SHORTEST_DUTY:
            return False
        if not leads:
            # A plan of one's own: what is to be done stands under its heading, nobody is named.
            point = block.style not in ("", "article") or (context.under and not block.style)
            title = text.isupper() or self.script.pattern(_ABOUT).match(self.script.key(text))
            return mode == "order" and point and not title and self.nature == "directive"
        if duty.kind == "prior":
            return mode in ("order", "propose")
        if duty.force == 2 or mode in ("order", "propose"):
            return True
        plain = bool(duty.leads) and (duty.force == 1 or draft.stated.kind == "date")
        if self.nature in ("report", "law"):
            return False
        return plain or (mode == "start" and bool(block.style))

    def _remarks(self, deadline: Deadline) -> tuple[str, ...]:
        issued = self.issued or self.dated
        if deadline.due_on and issued and deadline.due_on < issued:
            return ("Hạn ghi trong văn bản sớm hơn ngày của chính văn bản.",)
        if deadline.kind == "date" and deadline.due_on is None:
            return ("Hạn không ghi năm và không rõ ngày của văn bản.",)
        return ()


def _doubts(kind: Kind, leads: tuple[str, ...], duty: Duty) -> tuple[str, ...]:
    unsure = (_UNSURE,) if duty.force < 0 else ()
    return (*unsure, _NOBODY) if kind == "task" and not leads else unsure


def _confidence(duty: Duty, deadline: Deadline, context: Context) -> float:
    """How sure the reading is: what is said outright counts more than what is inherited."""
    points = 5 + 2 * bool(duty.leads) + duty.force // 2 + (context.mode in ("order", "propose"))
    return (points + (deadline.kind in ("date", "recurring"))) / 10


# "… đã đạt kết quả nổi bật:" before an enumeration of what was done.
_TOLD = r"(?<!\w)(?:đã|đạt)(?!\w)[^:]{0,80}(?:kết quả|chuyển biến|thành tựu|tiến bộ)[^:]{0,80}:$"
_BARE_TITLE = r"(?:hoạt động|nhiệm vụ|nội dung|công việc|giải pháp)(?: số| thứ)? ?\d{0,2}\s*:?$"
_CONTENT = r"(?:nội dung|nhiệm vụ)(?: thực hiện| công việc| cụ thể)?\s*:\s*"
_PROPOSES = r"(?:tham mưu,? )?(?:đề xuất|kiến nghị)(?!\w)"
_ABOUT = r"(?:việc|các|những|mọi|nội dung)(?!\w)"
_UNSURE = "Ý này không mở đầu bằng động từ giao việc quen thuộc; hãy đọc kỹ trước khi giao."
_NOBODY = "Văn bản không nêu ai thực hiện ý này; hãy chọn cơ quan chủ trì, hoặc để ngoài."
_HEAD_LINES = 25
_SHORTEST_DUTY = 4  # words
_ADDRESSED_TO = r"(?:kính gửi|.{0,80}(?<!\w)điện\s*:)"
_END = r"(?:nơi nhận|t/m |tm\. |tm |kt\. |k/t |tl\. |t\.m\. )"
# Legal bases, footnotes, the number and the letterhead.
_NOT_READ = (
    r"(?:căn cứ [^:]*[;,]$"
    r"|căn cứ (?:các )?(?:luật|bộ luật|nghị quyết|nghị định|quyết định|kế hoạch) .*[;,]$"
    r"|(?:theo|xét) đề nghị [^:]*[;,]$|\[\d+\]|lưu\s?:|lưu (?:văn phòng|vp|vt)|số\s?:"
    r"|độc lập - tự do|cộng hòa xã hội|đảng cộng sản việt nam$)"
)
# A quantity; not a date, nor the number of a document or of an article.
_FIGURE = (
    r"(?<![\w/.\-–])(?<!ngày )(?<!tháng )(?<!năm )(?<!số )(?<!quý )(?<!điều )(?<!khoản )(?<!khóa )"
    r"\d[\d.,]*(?:\s?%|\s[^\W\d_])"
)
_TRIGGER = (
    r"(?:(?:yêu cầu|giao|chỉ đạo|kết luận|ý kiến)(?!\w)[^:]{0,300} như sau\s*:$)|"
    r"(?:ban hành (?!kèm)[^:]{0,200}:$|(?:yêu cầu|kết luận|chỉ đạo|quyết định|quyết nghị|chỉ thị"
    r"|giao nhiệm vụ|thống nhất|ý kiến)(?:,? (?:như sau|(?:tập trung )?(?:thực hiện )?(?:tốt )?"
    r"(?:một số |các |những )?(?:nhiệm vụ|nội dung|giải pháp|vấn đề)[^:]{0,120}))?\s*:$)"
)
_ALL_ABOVE = (
    r"(?:các |những )?(?:nhiệm vụ|nội dung|công việc|việc)(?: nêu)?(?: ở)? (?:trên|này|nói trên)"
)
