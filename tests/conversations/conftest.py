from pathlib import Path

import pytest
from talk import Office

from actions.consultation.library import Library

POLICIES = Path(__file__).parents[2] / "policies_kb"


@pytest.fixture(scope="session")
def england_wales(tmp_path_factory):
    return Library(POLICIES, tmp_path_factory.mktemp("editions"))


@pytest.fixture
def office(tmp_path, england_wales):
    office = Office.in_folder(tmp_path, england_wales, "england_wales")
    yield office
    office.store.close()
