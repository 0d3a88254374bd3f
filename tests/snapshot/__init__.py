"""Tests of redislint.snapshot, of the reader of snapshots, and of drift."""
