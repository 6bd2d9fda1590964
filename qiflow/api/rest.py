"""Settings of Django REST framework and of the generated description."""

from typing import Any

REST_FRAMEWORK: dict[str, Any] = {
    "DEFAULT_AUTHENTICATION_CLASSES": ["people.authentication.ActorAuthentication"],
    "DEFAULT_PERMISSION_CLASSES": ["kernel.api.permissions.SignedIn"],
    "DEFAULT_PARSER_CLASSES": ["kernel.api.body.StrictJSONParser"],
    "DEFAULT_RENDERER_CLASSES": ["kernel.api.body.FastJSONRenderer"],
    "DEFAULT_SCHEMA_CLASS": "kernel.api.schema.ApiSchema",
    "EXCEPTION_HANDLER": "kernel.api.problems.handle",
    "URL_FORMAT_OVERRIDE": None,
}

SPECTACULAR_SETTINGS: dict[str, Any] = {
    "TITLE": "QIflow",
    "DESCRIPTION": (
        "Quality improvement done with patients: committees, patient safety partners, projects, "
        "and what must hold of them on any day. “Always Events” is a registered trademark of the "
        "Institute for Healthcare Improvement."
    ),
    "VERSION": "1.0.0",
    "OAS_VERSION": "3.1.1",
    "SERVE_INCLUDE_SCHEMA": False,
    "SERVE_PUBLIC": True,
    "SERVE_AUTHENTICATION": [],
    "SERVE_PERMISSIONS": ["rest_framework.permissions.AllowAny"],
    "SCHEMA_PATH_PREFIX": r"/api/v1",
    "SCHEMA_PATH_PREFIX_TRIM": False,
    "ENFORCE_NON_BLANK_FIELDS": True,
    "COMPONENT_SPLIT_REQUEST": True,
    "ENUM_GENERATE_CHOICE_DESCRIPTION": False,
    "SORT_OPERATIONS": True,
    # Fixed lists of words stand where they are used: made-up names would change with others.
    "POSTPROCESSING_HOOKS": ["kernel.api.schema.describe_problems"],
}
