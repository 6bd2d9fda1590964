"""Tests of looking through files."""
