"""What a command takes where the person at the terminal does not say."""

ROLE = "probation_practitioner"
PACK = "england_wales"
