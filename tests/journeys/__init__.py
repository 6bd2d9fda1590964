"""Journeys: what people do, in a real browser, against the running service.

Each test reads as Given / When / Then. A `Visitor` acts and looks; after every action it checks
the page by itself (axe, console, other sites, sideways scrolling), so a journey need not ask.
"""
