"""The opening position: an organisation arrives with committees, partners and projects in mid-life.

Source: domain/domain.md 15 item 20.
"""
