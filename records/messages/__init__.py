"""Telling people what happened: each notice once for each event, reader and way."""
