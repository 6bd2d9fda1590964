"""Improvement projects: team, charter, stages; later co-design, PDSA, measures and spread."""
