"""Plugins that pytest loads before anything of ours."""
