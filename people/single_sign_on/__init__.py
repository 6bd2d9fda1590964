"""Signing in with an organisation's own directory, by OpenID Connect 1.0.

What a provider answers is treated as hostile: who set it up may have been misled, and it may have
been taken over. It is asked over TLS at a public address, waited for briefly, read up to a limit,
and believed only for its own organisation.
"""
