"""The OpenAPI description as readers need it: resources, operations, fields, examples."""
