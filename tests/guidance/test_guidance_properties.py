"""What must be so of every pathway and every walk: "not known yet" closes nothing and settles nothing falsely."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from made_up_pathways import FACTS, VALUES, WORLDS, MadeUp, completions, made_up
from small_packs import as_answers, held, results, still_open

from actions.guidance import NOT_KNOWN, Answer, Standing, preview, replay

settings.register_profile("guidance", max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
thoroughly = settings(settings.get_profile("guidance"))

HIDDEN = st.fixed_dictionaries({fact: st.sampled_from(["told", "told", "not_known", "not_asked"]) for fact in FACTS})


def hide(world: dict, hidden: dict) -> dict:
    """The world as a practitioner knows it who was not told everything, or not asked yet."""
    values = {"not_known": NOT_KNOWN}
    return {fact: values.get(hidden[fact], value) for fact, value in world.items() if hidden[fact] != "not_asked"}


def walk(pathway: MadeUp, choose) -> tuple[dict, list[str], Standing]:
    """Answer every question that is put, with `choose(fact)`, until none is left."""
    answers, asked = {}, []
    standing = pathway.small.after(answers)
    while standing.question:
        asked.append(standing.question)
        assert len(asked) <= len(FACTS), f"does not end: {asked}"
        answers[standing.question] = choose(standing.question)
        standing = pathway.small.after(answers)
    return answers, asked, standing


@thoroughly
@given(made_up(), WORLDS)
def test_with_everything_known_the_standing_is_the_plain_truth(pathway, world):
    standing, truth = pathway.small.after(world), pathway.truth(world)
    assert set(held(standing)) == truth.duties
    assert standing.open_duties == ()
    assert results(standing) == {name: ("settled", outcome) for name, outcome in truth.outcomes.items()}


@thoroughly
@given(made_up(), WORLDS, HIDDEN)
def test_what_is_settled_is_so_in_every_world_that_may_be(pathway, world, hidden):
    answers = hide(world, hidden)
    standing = pathway.small.after(answers)
    truths = [pathway.truth(possible) for possible in completions(answers)]
    for finding in standing.findings:
        if finding.status == "settled":
            assert {truth.outcomes.get(finding.id) for truth in truths} == {finding.outcome.id}
        else:
            assert finding.open and finding.possible
    missing = set(pathway.outcomes) - {finding.id for finding in standing.findings}
    assert not any(missing & truth.outcomes.keys() for truth in truths)


@thoroughly
@given(made_up(), WORLDS, HIDDEN)
def test_no_outcome_is_ruled_out_that_may_be_so(pathway, world, hidden):
    answers = hide(world, hidden)
    shown = {
        finding.id: {outcome.id for outcome in (*finding.possible, finding.outcome) if outcome}
        for finding in pathway.small.after(answers).findings
    }
    for possible in completions(answers):
        assert all(outcome in shown[name] for name, outcome in pathway.truth(possible).outcomes.items())


@thoroughly
@given(made_up(), WORLDS, HIDDEN)
def test_a_duty_that_may_hold_is_held_or_open_and_never_absent(pathway, world, hidden):
    answers = hide(world, hidden)
    standing = pathway.small.after(answers)
    shown = {*held(standing), *still_open(standing)}
    may_hold = set().union(*(pathway.truth(possible).duties for possible in completions(answers)))
    assert may_hold <= shown
    assert all(facts for facts in still_open(standing).values())


@thoroughly
@given(made_up(), WORLDS, st.sampled_from(sorted(FACTS)))
def test_taking_an_answer_back_to_not_known_lowers_nothing(pathway, world, fact):
    before, after = pathway.small.after(world), pathway.small.after({**world, fact: NOT_KNOWN})
    assert set(held(before)) <= {*held(after), *still_open(after)}
    for finding in before.findings:
        now = next(found for found in after.findings if found.id == finding.id)
        assert finding.outcome is None or finding.outcome in (now.outcome, *now.possible)
        if now.status == "settled":
            assert now.outcome == finding.outcome


@thoroughly
@given(made_up(), WORLDS, HIDDEN, st.randoms(use_true_random=False))
def test_the_order_of_answers_changes_nothing(pathway, world, hidden, random):
    answers = as_answers(hide(world, hidden))
    mixed = list(answers)
    random.shuffle(mixed)
    one, other = (replay(pathway.small.pathway, given, pathway.small.calendar) for given in (answers, mixed))
    assert {**vars(one), "fallen": set(one.fallen)} == {**vars(other), "fallen": set(other.fallen)}


@thoroughly
@given(made_up(), WORLDS)
def test_a_walk_ends_asks_nothing_twice_and_leaves_nothing_open(pathway, world):
    answers, asked, standing = walk(pathway, world.get)
    assert len(set(asked)) == len(asked)
    assert standing.open_duties == ()
    assert not any(finding.open or finding.possible for finding in standing.findings)
    # what was not asked could not have changed anything
    truths = [pathway.truth(possible) for possible in completions(answers)]
    assert all(truth.duties == set(held(standing)) for truth in truths)
    assert standing.fallen == standing.not_known == ()
    assert standing.answered == len(asked)


@thoroughly
@given(made_up(), WORLDS, HIDDEN)
def test_a_walk_with_gaps_ends_and_names_only_what_is_not_known(pathway, world, hidden):
    choose = {fact: NOT_KNOWN if hidden[fact] == "not_known" else value for fact, value in world.items()}.get
    _, asked, standing = walk(pathway, choose)
    assert len(set(asked)) == len(asked)
    named = {fact for found in (*standing.findings, *standing.open_duties) for fact in found.open}
    assert named <= set(standing.not_known)


@thoroughly
@given(made_up(), WORLDS, st.sampled_from(sorted(FACTS)), st.data())
def test_a_branch_that_is_left_and_taken_again_is_as_it_was(pathway, world, fact, data):
    other = data.draw(st.sampled_from([*VALUES[fact], NOT_KNOWN]))
    answers = [*as_answers(world), Answer(fact, other), Answer(fact, world[fact])]
    assert replay(pathway.small.pathway, answers, pathway.small.calendar) == pathway.small.after(world)
    away = pathway.small.after({**world, fact: other})
    without_fallen = {name: value for name, value in world.items() if name not in away.fallen}
    assert results(away) == results(pathway.small.after({**without_fallen, fact: other}))


@thoroughly
@given(made_up(), WORLDS, HIDDEN, st.sampled_from(sorted(FACTS)), st.data())
def test_a_preview_equals_what_comes_after(pathway, world, hidden, fact, data):
    answers = as_answers(hide(world, hidden))
    new = Answer(fact, data.draw(st.sampled_from([*VALUES[fact], NOT_KNOWN])))
    correction = preview(pathway.small.pathway, answers, new, pathway.small.calendar)
    assert correction.before == replay(pathway.small.pathway, answers, pathway.small.calendar)
    assert correction.after == replay(pathway.small.pathway, [*answers, new], pathway.small.calendar)
    had, has = set(held(correction.before)), set(held(correction.after))
    assert has == had - set(correction.removed) - set(correction.opened) | set(correction.added)
    unchanged = {
        name: result
        for name, result in results(correction.before).items()
        if name not in {(then or now).id for then, now in correction.changed}
    }
    assert unchanged.items() <= results(correction.after).items()
