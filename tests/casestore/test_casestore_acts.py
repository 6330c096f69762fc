"""What a turn does with the store: people, conversations, cases, answers and what follows from them."""

import json
from dataclasses import FrozenInstanceError, replace
from datetime import date, datetime, timezone

import pytest
from sqlalchemy import event
from sqlalchemy.engine import Engine
from sqlalchemy.exc import IntegrityError, ResourceClosedError

from actions.casestore import NO_LONGER, CaseStore, Concluded, Conflict, Duty, Head, utc_now, verify

PACK = "england_wales"


def test_a_person_is_made_known_once_and_a_new_role_is_taken_over(store):
    with store.transaction() as tx:
        first = tx.staff("officer-17", "trainee", PACK)
    with store.transaction() as tx:
        assert tx.staff("officer-17", "trainee", PACK) == first
        promoted = tx.staff("officer-17", "probation_practitioner", PACK)
        assert promoted == replace(first, role="probation_practitioner")
        assert tx.staff("officer-17", "probation_practitioner", PACK) == promoted
    with store.reading() as tx:
        logged = [entry["detail"]["role"] for entry in tx.rows("entries")]
    assert logged == ["trainee", "probation_practitioner"]


def test_times_come_from_the_clock_in_utc_to_the_microsecond(store):
    with store.transaction() as tx:
        me = tx.staff("officer-17", "trainee", PACK)
    assert me.created_at == datetime(2026, 3, 2, 9, 30, 1, 250, tzinfo=timezone.utc)
    with store.transaction() as tx:
        assert tx.staff("officer-17", "trainee", PACK).created_at == me.created_at
    assert utc_now().utcoffset().total_seconds() == 0


def test_values_are_frozen_and_outlive_the_transaction(begun):
    _, me, case, consultation = begun
    assert (case.reference, case.opened_by, consultation.status) == ("REF-1", me.handle, "open")
    with pytest.raises(FrozenInstanceError):
        consultation.version = 9


def test_a_finished_transaction_does_nothing_more(begun):
    store, *_ = begun
    with store.transaction() as tx:
        pass
    with pytest.raises(ResourceClosedError):
        tx.list_cases()


def test_an_exception_undoes_everything(begun):
    store, me, _, consultation = begun
    before = _head(store)
    with pytest.raises(ZeroDivisionError), store.transaction() as tx:
        tx.record_answer(consultation, 0, fact="rosh", value="high", by=me)
        tx.open_case(PACK, "REF-2", me)
        raise ZeroDivisionError
    with store.reading() as tx:
        assert tx.consultation(consultation.id).version == 0
        assert tx.answers(consultation) == []
        assert tx.find_case(PACK, "REF-2") is None
    assert _head(store) == before


# conversations


def test_a_conversation_remembers_state_and_focus(begun):
    store, me, _, consultation = begun
    with store.transaction() as tx:
        fresh = tx.conversation("telegram", "chat-5", me)
        assert (fresh.state, fresh.focus, fresh.version) == ({}, None, 0)
        saved = tx.save_conversation(fresh, {"due": date(2026, 3, 2), "order": (1, 2)}, consultation.id)
    with store.transaction() as tx:
        assert tx.conversation("telegram", "chat-5", me) == saved
    assert saved.state == {"due": "2026-03-02", "order": [1, 2]}
    assert (saved.focus, saved.version) == (consultation.id, 1)


def test_an_older_copy_of_a_conversation_is_refused(begun):
    store, me, *_ = begun
    with store.transaction() as tx:
        old = tx.conversation("telegram", "chat-5", me)
        tx.save_conversation(old, {"stage": "question"}, None)
    with pytest.raises(Conflict, match="conversation has moved on"), store.transaction() as tx:
        tx.save_conversation(old, {"stage": "idle"}, None)
    with store.transaction() as tx:
        assert tx.conversation("telegram", "chat-5", me).state == {"stage": "question"}


def test_two_people_at_one_address_do_not_share_a_conversation_or_a_reply(begun):
    store, me, *_ = begun
    with store.transaction() as tx:
        other = tx.staff("officer-18", "trainee", PACK)
        mine, theirs = tx.conversation("teams", "room", me), tx.conversation("teams", "room", other)
        tx.remember_reply(mine, "7", {"replies": ["mine"]})
        assert mine.id != theirs.id
        assert tx.seen(theirs, "7") is None


def test_a_message_delivered_again_gets_the_same_reply(begun):
    store, me, *_ = begun
    reply = {"replies": [{"title": None, "kind": "question", "text": "Is anybody in danger now?"}]}
    with store.transaction() as tx:
        here = tx.conversation("telegram", "chat-5", me)
        assert tx.seen(here, "41") is None
        tx.remember_reply(here, "41", reply)
    with store.transaction() as tx:
        assert json.dumps(tx.seen(here, "41")) == json.dumps(reply)
        assert tx.seen(here, "42") is None
    with pytest.raises(IntegrityError), store.transaction() as tx:
        tx.remember_reply(here, "41", {})


# cases


def test_a_case_is_found_by_pack_and_reference_and_seen_by_members_only(begun):
    store, me, case, _ = begun
    with store.transaction() as tx:
        other = tx.staff("officer-18", "trainee", PACK)
        assert tx.find_case(PACK, "REF-1") == tx.case(case.id) == case
        assert tx.find_case("minnesota", "REF-1") is None
        assert tx.case(99) is None
        assert tx.may_see(case, me) and not tx.may_see(case, other)
        tx.add_member(case, other, by=me)
        tx.add_member(case, other, by=me)
        assert tx.may_see(case, other)
        assert tx.members(case) == ["officer-17", "officer-18"]


def test_a_reference_is_used_once_in_a_pack_but_many_cases_may_have_none(begun):
    store, me, case, _ = begun
    with store.transaction() as tx:
        assert tx.open_case("minnesota", "REF-1", me).id != case.id
        assert tx.open_case(PACK, None, me).id != tx.open_case(PACK, None, me).id
    with pytest.raises(Conflict, match="already a case"), store.transaction() as tx:
        tx.open_case(PACK, "REF-1", me)


# answers


def test_answers_stand_in_the_order_of_asking_and_a_correction_keeps_its_place(begun):
    store, me, _, consultation = begun
    with store.transaction() as tx:
        rosh = tx.record_answer(consultation, 0, fact="rosh", value="medium", by=me)
        forums = tx.record_answer(consultation, 1, fact="forums", value=["marac"], note="last week", by=me)
        unknown = tx.record_answer(consultation, 2, fact="children", not_known=True, by=me)
        corrected = tx.record_answer(consultation, 3, fact="rosh", value="high", supersedes=rosh, by=me)
        assert tx.answers(consultation) == [corrected, forums, unknown]
        again = tx.record_answer(consultation, 4, fact="rosh", value="low", supersedes=corrected, by=me)
        assert tx.answers(consultation) == [again, forums, unknown]
        assert tx.consultation(consultation.id).version == again.seq == 5
    assert unknown.not_known and unknown.value is None


def test_answers_that_fall_away_are_taken_back_and_can_be_given_again(begun):
    store, me, _, consultation = begun
    with store.transaction() as tx:
        kept = tx.record_answer(consultation, 0, fact="rosh", value="high", by=me)
        gone = [tx.record_answer(consultation, n, fact=f"later{n}", value=True, by=me) for n in (1, 2)]
        moved = tx.withdraw_answers(consultation, 3, gone, "No longer asked", by=me)
        assert moved.version == tx.consultation(consultation.id).version == 5
        assert tx.answers(consultation) == [kept]
        back = tx.record_answer(moved, 5, fact="later1", value=False, by=me)
        assert tx.answers(consultation) == [kept, back]
        assert tx.withdraw_answers(moved, 6, [], "Nothing", by=me).version == 6


def test_an_answer_says_something_or_that_it_is_not_known(begun):
    store, me, _, consultation = begun
    for meaning in ({}, {"value": None}, {"value": False, "not_known": True}):
        with pytest.raises(IntegrityError), store.transaction() as tx:
            tx.record_answer(consultation, 0, fact="rosh", by=me, **meaning)
    for version, value in enumerate([False, 0, "", [], {}]):
        with store.transaction() as tx:
            answer = tx.record_answer(consultation, version, fact=f"fact{version}", value=value, by=me)
            assert tx.answers(consultation)[-1] == answer
            assert answer.value == value


def test_what_json_cannot_hold_is_refused(begun):
    store, me, _, consultation = begun
    for value in (float("nan"), {1, 2}, object()):
        with pytest.raises((TypeError, ValueError)), store.transaction() as tx:
            tx.record_answer(consultation, 0, fact="rosh", value=value, by=me)


def test_a_correction_must_be_of_the_same_fact_in_the_same_consultation(begun):
    store, me, case, consultation = begun
    with store.transaction() as tx:
        rosh = tx.record_answer(consultation, 0, fact="rosh", value="high", by=me)
        other = tx.start_consultation(PACK, "ew.disclosure", "2023-04", case=case, by=me)
        with pytest.raises(ValueError, match="cannot correct"):
            tx.record_answer(consultation, 1, fact="forums", value=[], supersedes=rosh, by=me)
        with pytest.raises(ValueError, match="cannot correct"):
            tx.record_answer(other, 0, fact="rosh", value="low", supersedes=rosh, by=me)


def test_an_answer_is_corrected_once(begun):
    store, me, _, consultation = begun
    with store.transaction() as tx:
        rosh = tx.record_answer(consultation, 0, fact="rosh", value="high", by=me)
        tx.record_answer(consultation, 1, fact="rosh", value="low", supersedes=rosh, by=me)
    with pytest.raises(IntegrityError), store.transaction() as tx:
        tx.record_answer(consultation, 2, fact="rosh", value="medium", supersedes=rosh, by=me)


def test_an_answer_on_an_older_version_is_refused_and_leaves_nothing(begun):
    store, me, _, consultation = begun
    with store.transaction() as tx:
        tx.record_answer(consultation, 0, fact="rosh", value="high", by=me)
    before = _head(store)
    with pytest.raises(Conflict, match="consultation has moved on"), store.transaction() as tx:
        tx.record_answer(consultation, 0, fact="rosh", value="low", by=me)
    assert _head(store) == before


def test_earlier_answers_are_the_latest_of_each_fact_on_the_case(begun):
    store, me, case, consultation = begun
    with store.transaction() as tx:
        second = tx.start_consultation(PACK, "ew.disclosure", "2023-04", case=case, by=me)
        third = tx.start_consultation(PACK, "ew.home-visit", "2023-04", case=case, by=me)
        elsewhere = tx.start_consultation("minnesota", "mn.intake", "2014", case=case, by=me)
        alone = tx.start_consultation(PACK, "ew.referral", "2023-04", case=None, by=me)
        rosh = tx.record_answer(consultation, 0, fact="rosh", value="medium", by=me)
        tx.record_answer(second, 0, fact="rosh", value="high", by=me)
        children = tx.record_answer(second, 1, fact="children", not_known=True, by=me)
        late = tx.record_answer(consultation, 1, fact="rosh", value="low", supersedes=rosh, by=me)
        taken = tx.record_answer(consultation, 2, fact="forums", value=[], by=me)
        tx.withdraw_answers(consultation, 3, [taken], "No longer asked", by=me)
        tx.record_answer(elsewhere, 0, fact="county", value="Hennepin", by=me)
        tx.record_answer(alone, 0, fact="rosh", value="very_high", by=me)
        assert tx.earlier_answers(case, PACK, but_not=third) == {"rosh": late, "children": children}
        assert set(tx.earlier_answers(case, PACK, but_not=consultation)) == {"rosh", "children"}
        assert tx.earlier_answers(case, "victoria", but_not=third) == {}


# conclusions and decisions


def test_only_conclusions_that_changed_are_appended(begun):
    store, me, _, consultation = begun
    provisional = Concluded("marac", "provisional", "refer", ("children",))
    mappa = Concluded("mappa", "not_yet_decided")
    with store.transaction() as tx:
        first = tx.record_conclusions(consultation, [provisional, mappa], me)
        assert [row.conclusion for row in first] == ["marac", "mappa"]
        assert tx.record_conclusions(consultation, [provisional, mappa], me) == []
        (settled,) = tx.record_conclusions(consultation, [Concluded("marac", "settled", "refer"), mappa], me)
        other, gone = tx.record_conclusions(consultation, [Concluded("marac", "settled", "urgent")], me)
        assert (gone.conclusion, gone.status, gone.outcome) == ("mappa", NO_LONGER, None)
        assert tx.conclusions(consultation) == {"marac": other, "mappa": gone}
        assert tx.record_conclusions(consultation, [Concluded("marac", "settled", "urgent")], me) == []
    assert (settled.status, settled.open, first[0].open) == ("settled", [], ["children"])


def test_a_decision_takes_a_version_and_may_replace_an_earlier_one(begun):
    store, me, _, consultation = begun
    with store.transaction() as tx:
        wait = tx.record_decision(consultation, 0, choice="wait", reasons="Ask first", by=me)
        refer = tx.record_decision(consultation, 1, choice="refer", reasons="Known", supersedes=wait, by=me)
        assert tx.decisions(consultation) == [wait, refer]
    assert (wait.seq, refer.seq, refer.supersedes) == (1, 2, wait.id)
    with pytest.raises(Conflict), store.transaction() as tx:
        tx.record_decision(consultation, 1, choice="wait", reasons="Old screen", by=me)


# status


def test_status_moves_with_its_reason_and_takes_a_version(begun):
    store, me, _, consultation = begun
    moved = consultation
    with store.transaction() as tx:
        for status in ("paused", "open", "suspended", "open", "stopped", "closed"):
            moved = tx.set_status(moved, status, f"now {status}", me)
        assert tx.consultation(consultation.id) == moved
        logged = [(entry["kind"], entry["detail"]) for entry in tx.rows("entries")][-6:]
    assert moved.version == 6
    assert logged[2] == ("suspended_for_danger", {"why": "now suspended", "version": 3})
    assert [kind for kind, _ in logged] == [
        "paused", "resumed", "suspended_for_danger", "resumed", "stopped", "closed",
    ]  # fmt: skip
    with pytest.raises(Conflict), store.transaction() as tx:
        tx.set_status(consultation, "paused", "old screen", me)


def test_an_answer_leaves_the_status_alone_even_from_an_old_copy(begun):
    store, me, _, consultation = begun
    with store.transaction() as tx:
        tx.set_status(consultation, "paused", "Lunch", me)
        tx.record_answer(consultation, 1, fact="rosh", value="high", by=me)
        assert tx.consultation(consultation.id).status == "paused"


def test_consultations_are_listed_by_person_and_by_case(begun):
    store, _, case, consultation = begun
    with store.transaction() as tx:
        other = tx.staff("officer-18", "trainee", PACK)
        theirs = tx.start_consultation(PACK, "ew.disclosure", "2023-04", case=case, by=other)
        alone = tx.start_consultation(PACK, "ew.disclosure", "2023-04", case=None, by=other)
        assert tx.consultations_of(staff=other) == [theirs, alone]
        assert tx.consultations_of(case=case) == [consultation, theirs]
        assert tx.consultations_of(staff=other, case=case) == [theirs]
        assert tx.consultation(99) is None


# tasks

VISIT = Duty("visit", "Visit the home", "you", date(2026, 3, 23), "fifteen working days")
CHECK = Duty("check", "Check with the police", "you")


def test_tasks_follow_the_duties_that_hold(begun):
    store, me, _, consultation = begun
    with store.transaction() as tx:
        visit, check = tx.put_tasks(consultation, [VISIT, CHECK, VISIT], me)
        assert (visit.duty, visit.state, check.due_on) == (VISIT, "open", None)
        assert tx.put_tasks(consultation, [CHECK, VISIT], me) == [visit, check]
        sooner = replace(VISIT, due_on=date(2026, 3, 16))
        kept, new = tx.put_tasks(consultation, [CHECK, sooner], me)
        assert (kept, new.due_on) == (check, date(2026, 3, 16))
        assert [task.state for task in tx.tasks(consultation)] == ["withdrawn", "open", "open"]
        assert tx.put_tasks(consultation, [], me) == []
        (back,) = tx.put_tasks(consultation, [CHECK], me)
        assert back.id not in (visit.id, check.id, new.id)


def test_what_is_done_stays_done_and_is_not_asked_for_twice(begun):
    store, me, _, consultation = begun
    with store.transaction() as tx:
        visit, check = tx.put_tasks(consultation, [VISIT, CHECK], me)
        done = tx.mark_task(consultation, visit, "done", "Went on Monday", me)
        put_off = tx.mark_task(consultation, check, "deferred", None, me)
        assert tx.put_tasks(consultation, [VISIT, CHECK], me) == [done, put_off]
        assert tx.put_tasks(consultation, [], me) == [done]
    with pytest.raises(Conflict, match="task has moved on"), store.transaction() as tx:
        tx.mark_task(consultation, visit, "deferred", "old screen", me)


def test_open_tasks_come_earliest_due_first(begun):
    store, me, case, consultation = begun
    with store.transaction() as tx:
        other = tx.staff("officer-18", "trainee", PACK)
        theirs = tx.start_consultation(PACK, "ew.disclosure", "2023-04", case=None, by=other)
        later = replace(VISIT, node="later", due_on=date(2026, 4, 1))
        check, late, visit = tx.put_tasks(consultation, [CHECK, later, VISIT], me)
        (far,) = tx.put_tasks(theirs, [CHECK], other)
        late = tx.mark_task(consultation, late, "deferred", None, me)
        assert tx.open_tasks(case=case) == tx.open_tasks(staff=me) == [visit, late, check]
        assert tx.open_tasks(staff=other) == [far]
        assert tx.open_tasks(staff=other, case=case) == []
        tx.mark_task(consultation, visit, "done", None, me)
        assert tx.open_tasks() == [late, check, far]


# the whole


def test_the_list_of_cases_counts_what_is_on_them(furnished):
    store, case = furnished
    with store.reading() as tx:
        first, second = tx.list_cases()
    assert (first.id, first.reference, first.opened_by) == (case.id, "REF-1", "officer-17")
    assert (first.consultations, first.unfinished, first.open_tasks) == (1, 1, 0)
    assert (second.reference, second.consultations, second.unfinished) == (None, 1, 1)
    assert first.last_entry_at == second.opened_at


def test_a_turn_takes_few_queries_however_many_answers_there_are(begun):
    store, me, _, consultation = begun
    statements = []

    def count(connection, cursor, statement, *_):
        statements.append(statement)

    def turn(number):
        statements.clear()
        with store.transaction() as tx:
            staff = tx.staff(me.handle, me.role, me.pack)
            here = tx.conversation("local", "desk", staff)
            assert tx.seen(here, f"m{number}") is None
            now = tx.consultation(consultation.id)
            tx.answers(now)
            answer = tx.record_answer(now, now.version, fact=f"fact{number}", value="yes", by=staff)
            now = replace(now, version=answer.seq)
            settled = [Concluded(each, "settled", f"outcome{number}") for each in ("mappa", "marac")]
            tx.record_conclusions(now, settled, staff)
            tx.save_conversation(here, {"number": number}, now.id)
            tx.remember_reply(here, f"m{number}", {"number": number})
        return len(statements)

    event.listen(Engine, "before_cursor_execute", count)
    try:
        turn(0)
        counts = {turn(number) for number in range(1, 25)}
    finally:
        event.remove(Engine, "before_cursor_execute", count)
    assert counts == {18}


def test_the_default_clock_is_the_present(url):
    store = CaseStore(url)
    before = utc_now()
    with store.transaction() as tx:
        assert before <= tx.staff("officer-17", "trainee", PACK).created_at <= utc_now()
    store.close()
    assert verify(url) == []


def test_another_kind_of_database_is_refused():
    with pytest.raises(KeyError):
        CaseStore("mysql://nowhere/store")


def _head(store) -> Head | None:
    with store.reading() as tx:
        return tx.head()
