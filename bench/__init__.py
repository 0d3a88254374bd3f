"""How long redislint takes, beside a bare interpreter and yamllint: `python -m bench`."""
