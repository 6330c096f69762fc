"""What the assistant is waiting for, and how it is put to the person. `ask` says the pending prompt, word for word."""

from __future__ import annotations

from collections.abc import Callable

from actions.guidance import Correction, Finding

from .asking import changeable, question, worded
from .desk import Desk, from_store
from .entries import asks_for_entries
from .listing import next_of_the_list
from .reply import Bubble, Button, Item, Section
from .summary import due_words, finding_words, summary

Prompt = Callable[[Desk], None]


def ask(desk: Desk) -> None:
    """Put the pending prompt."""
    PROMPTS[desk.prompt["kind"]](desk)


def _start(desk: Desk) -> None:
    desk.say(
        Bubble(
            kind="offer",
            text="Tell me in your own words what has happened or what you need to decide. Or choose:",
            buttons=(
                *menu(desk),
                desk.button("My cases", "action", do="command", name="my_cases"),
                desk.button("Help", "action", do="command", name="help"),
            ),
            input="text",
        )
    )


def menu(desk: Desk) -> tuple[Button, ...]:
    """The topics of the pack, or all its pathways where it has no topics."""
    if not desk.pack.form.topics:
        return pathway_buttons(desk, list(desk.pack.pathways))
    buttons: list[Button] = []
    for topic_id, topic in desk.pack.form.topics.items():
        offered = pathway_buttons(desk, topic.pathways)
        buttons += (
            offered if len(offered) == 1 else [desk.button(topic.label, do="topic", topic=topic_id)] * bool(offered)
        )
    return tuple(buttons)


def pathway_buttons(desk: Desk, pathway_ids: list[str]) -> tuple[Button, ...]:
    pathways = [desk.pack.pathways[pathway_id] for pathway_id in pathway_ids]
    return tuple(
        desk.button(pathway.form.button, do="pathway", pathway=pathway.id)
        for pathway in pathways
        if not pathway.form.roles
        or desk.staff.role in pathway.form.roles
        or desk.staff.role not in desk.pack.form.roles
    )


def _choosing(desk: Desk) -> None:
    offered = [desk.pack.pathways[pathway_id] for pathway_id in desk.prompt["offered"]]
    lines = [f"{pathway.form.button}: {pathway.form.for_when}" for pathway in offered]
    desk.say(
        Bubble(
            kind="offer",
            text="Which of these is it?\n\n" + "\n\n".join(lines),
            buttons=(
                *pathway_buttons(desk, desk.prompt["offered"]),
                desk.button("None of these", do="start"),
            ),
            input="text",
        )
    )


def _case(desk: Desk) -> None:
    desk.say(
        Bubble(
            kind="question",
            text=f"Which case is this about? Send {desk.pack.form.case_reference}. No names, please.",
            buttons=(
                desk.button("No reference yet", do="no_reference"),
                desk.button("Something else", "action", do="start"),
            ),
            input="text",
        )
    )


def _unfinished(desk: Desk) -> None:
    desk.say(
        Bubble(
            kind="offer",
            text="You have an unfinished consultation of this kind on this case. Go on with it, or start afresh?",
            buttons=(
                desk.button("Go on with it", do="resume", consultation=desk.prompt["consultation"]),
                desk.button("Start afresh", do="afresh"),
            ),
        )
    )


def _question(desk: Desk) -> None:
    if asks_for_entries(desk):
        return desk.say(next_of_the_list(desk))
    return desk.say(question(desk, desk.prompt["fact"]))


def _correct_choose(desk: Desk) -> None:
    buttons = [
        desk.button(f"{number}. {_short(desk.fact(stored.fact).ask)}", do="correct", fact=stored.fact)
        for number, stored in enumerate(changeable(desk), start=1)
    ]
    desk.say(
        Bubble(
            kind="question",
            title="Changing an answer",
            text="Which answer do you want to change? Nothing changes until you have seen what it does.",
            buttons=(*buttons, desk.button("Keep everything", "action", do="carry_on")),
        )
    )


def _correct_answer(desk: Desk) -> None:
    if asks_for_entries(desk):
        return desk.say(next_of_the_list(desk, correcting=True))
    return desk.say(question(desk, desk.prompt["fact"], correcting=True))


def _correct_confirm(desk: Desk) -> None:
    """Shown from the prompt alone, so that it reads the same when it is repeated."""
    desk.say(
        Bubble(
            kind="question",
            title="Before it changes",
            text=desk.prompt["says"],
            sections=tuple(
                Section(s["heading"], tuple(Item(text) for text in s["items"])) for s in desk.prompt["sections"]
            ),
            buttons=(
                desk.button("Make the change", do="make_change"),
                desk.button("Keep it as it was", do="carry_on"),
            ),
        )
    )


def confirm_prompt(desk: Desk, correction: Correction, value: object, note: str | None) -> dict:
    """The prompt that shows what a correction would do, before it is made."""
    fact_id, value_now = correction.answer.fact, correction.answer.value
    fact = desk.fact(fact_id)
    titles = {f.id: f.conclusion.title for f in (*correction.before.findings, *correction.after.findings)}
    changed = [
        f"{titles[(then or now).id]}: {_result(desk, then)} → {_result(desk, now)}" for then, now in correction.changed
    ]
    says = {duty.id: duty.node.say for duty in desk.pathway.duties}
    fallen = [f"{desk.fact(fallen).ask} ({_current(desk, fallen)})" for fallen in correction.fallen]
    sections = [
        {"heading": "What it comes to", "items": changed},
        {"heading": "New", "items": [says[node_id] for node_id in correction.added]},
        {"heading": "Hangs on something not known", "items": [says[node_id] for node_id in correction.opened]},
        {"heading": "No longer", "items": [says[node_id] for node_id in correction.removed]},
        {"heading": "Other dates", "items": [f"{says[now.id]} Now {due_words(now)}." for _, now in correction.moved]},
        {"heading": "Answers that fall away", "items": fallen},
    ]
    sections = [section for section in sections if section["items"]]
    return {
        "kind": "correct_confirm",
        "fact": fact_id,
        "value": value,
        "note": note,
        "says": f"{fact.ask}\n\nFrom “{_current(desk, fact_id)}” to “{worded(desk, fact_id, value_now)}”."
        + ("" if sections else "\n\nNothing else changes."),
        "sections": sections,
    }


def _current(desk: Desk, fact_id: str) -> str:
    stored = next(answer for answer in desk.stored_answers if answer.fact == fact_id)
    return worded(desk, fact_id, from_store(desk.fact(fact_id), stored))


def _result(desk: Desk, finding: Finding | None) -> str:
    return finding_words(desk, finding) if finding else "does not arise"


def _decision(desk: Desk) -> None:
    decision = desk.pathway.form.decision
    desk.say(
        Bubble(
            kind="question",
            title="Your decision",
            text=decision.ask,
            buttons=(
                *(desk.button(option.label, do="decide", choice=choice) for choice, option in decision.options.items()),
                desk.button("Change an answer", "action", do="command", name="correct"),
                desk.button("Decide later", "action", do="command", name="pause"),
            ),
            cites=tuple(decision.cites),
        )
    )


def _reasons(desk: Desk) -> None:
    desk.say(
        Bubble(
            kind="question",
            title="Your reasons",
            text=desk.pathway.form.decision.reasons,
            input="text",
            buttons=(desk.button("Choose again", "action", do="decision"),),
        )
    )


def _stop_confirm(desk: Desk) -> None:
    desk.say(
        Bubble(
            kind="question",
            text="Stop this consultation? What you have answered stays on record, without a decision.",
            buttons=(desk.button("Stop it", do="stop"), desk.button("Carry on", do="carry_on")),
        )
    )


def _new_confirm(desk: Desk) -> None:
    desk.say(
        Bubble(
            kind="question",
            text="You are in the middle of a consultation. Shall I keep it for later and start another?",
            buttons=(
                desk.button("Keep it and start another", do="new"),
                desk.button("Carry on with this one", do="carry_on"),
            ),
        )
    )


def _danger_check(desk: Desk) -> None:
    desk.say(
        Bubble(
            kind="question",
            title="First",
            text="Is anyone in danger right now?",
            buttons=(desk.button("Yes, now", do="danger"), desk.button("No", do="no_danger")),
        )
    )


def _danger(desk: Desk) -> None:
    desk.say(
        Bubble(
            kind="offer",
            text="When everyone is safe, we can go on where you were. Nothing is lost.",
            buttons=(
                desk.button("Go on", do="after_danger"),
                desk.button("Show the emergency advice again", "action", do="danger"),
            ),
        )
    )


def _closing(desk: Desk) -> None:
    desk.say(summary(desk, closing=True))
    desk.say(
        Bubble(
            kind="offer",
            text="There is nothing left to ask. Shall I close this consultation?",
            buttons=(
                desk.button("Close it", do="close"),
                desk.button("Change an answer", do="command", name="correct"),
            ),
        )
    )


def _short(text: str, longest: int = 52) -> str:
    return text if len(text) <= longest else text[: longest - 1].rsplit(" ", 1)[0] + "…"


PROMPTS: dict[str, Prompt] = {
    "start": _start,
    "choosing": _choosing,
    "case": _case,
    "unfinished": _unfinished,
    "question": _question,
    "correct_choose": _correct_choose,
    "correct_answer": _correct_answer,
    "correct_confirm": _correct_confirm,
    "decision": _decision,
    "reasons": _reasons,
    "closing": _closing,
    "stop_confirm": _stop_confirm,
    "new_confirm": _new_confirm,
    "danger_check": _danger_check,
    "danger": _danger,
}
