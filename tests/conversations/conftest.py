from pathlib import Path

import pytest
from talk import Office

from actions.consultation.library import Library

POLICIES = Path(__file__).parents[2] / "policies_kb"


@pytest.fixture(scope="session")
def library(tmp_path_factory):
    return Library(POLICIES, tmp_path_factory.mktemp("editions"))


@pytest.fixture
def office(tmp_path, library):
    office = Office.in_folder(tmp_path, library, "england_wales")
    yield office
    office.store.close()
