import pytest
from places import PACKS, PLACES
from talk import Office

from actions.consultation.library import Library


@pytest.fixture(scope="session")
def made_up(tmp_path_factory):
    return Library(PACKS, tmp_path_factory.mktemp("editions"))


@pytest.fixture
def office(tmp_path, made_up):
    office = Office.in_folder(tmp_path, made_up, "made_up")
    yield office
    office.store.close()


@pytest.fixture
def me(office):
    return office.talk()


@pytest.fixture(scope="session")
def walked(tmp_path_factory, made_up):
    """A function that walks to a place, once, and gives the store as it was left there and what was said last."""
    folder, left = tmp_path_factory.mktemp("walked"), {}

    def walk(place):
        if place not in left:
            office = Office.in_folder(folder, made_up, "made_up")
            turn = PLACES[place](office.talk())
            office.store.close()
            left[place] = (office.file, turn)
        return left[place]

    return walk


@pytest.fixture
def at(tmp_path, made_up, walked):
    """A function that puts a person at a place, in an office of their own; `talk.last` is what they see."""
    offices = []

    def put(place):
        store, turn = walked(place)
        offices.append(Office.in_folder(tmp_path, made_up, "made_up", store))
        talk = offices[-1].talk()
        talk.last = turn
        return talk

    yield put
    for office in offices:
        office.store.close()
