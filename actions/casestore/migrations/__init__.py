"""Steps from one shape of the case store to the next, run by `actions.casestore.migrate`."""
