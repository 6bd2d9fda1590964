"""Measures the service against the limits of its parts, each as a ratio inside one run."""
