"""Tables that come in: one framework for every kind of thing that can be imported."""
