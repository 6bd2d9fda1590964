"""The API as strangers meet it: odd inputs, odd orders, everything that its description allows."""
