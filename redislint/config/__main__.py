"""Prints the JSON Schema of the configuration file, for schema/config.schema.json."""

from __future__ import annotations

import json
import sys

from redislint.config.model import schema

if __name__ == "__main__":
    sys.stdout.write(json.dumps(schema(), indent=2) + "\n")
