"""The case store: what was answered, what followed, what was decided and why, in a log that shows tampering.

migrate(url)
store = CaseStore(url)
with store.transaction() as tx:
    me = tx.staff("officer-17", "probation_practitioner", "england_wales")
    case = tx.open_case("england_wales", "REF-1", me)
    consultation = tx.start_consultation("england_wales", "ew.referral", "2023-04", case=case, by=me)
    answer = tx.record_answer(consultation, consultation.version, fact="rosh", value="high", by=me)
"""

from actions.casestore.bundle import export_case, outline, show_case
from actions.casestore.migrate import migrate
from actions.casestore.page import render_html
from actions.casestore.reading import Reading
from actions.casestore.records import (
    NO_LONGER,
    Answer,
    Case,
    CaseLine,
    Concluded,
    Conclusion,
    Consultation,
    Conversation,
    Decision,
    Duty,
    Entry,
    Head,
    Staff,
    Task,
    TaskEvent,
)
from actions.casestore.spoken import Edition, spoken
from actions.casestore.store import CaseStore, utc_now
from actions.casestore.transaction import Transaction
from actions.casestore.verify import Fault, head, verify, verify_bundle
from actions.casestore.writing import Conflict

__all__ = [
    "NO_LONGER",
    "Answer",
    "Case",
    "CaseLine",
    "CaseStore",
    "Concluded",
    "Conclusion",
    "Conflict",
    "Consultation",
    "Conversation",
    "Decision",
    "Duty",
    "Edition",
    "Entry",
    "Fault",
    "Head",
    "Reading",
    "Staff",
    "Task",
    "TaskEvent",
    "Transaction",
    "export_case",
    "head",
    "migrate",
    "outline",
    "render_html",
    "show_case",
    "spoken",
    "utc_now",
    "verify",
    "verify_bundle",
]
