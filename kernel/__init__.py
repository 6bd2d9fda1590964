"""The shared kernel: what every app needs to change, record and judge. Imports nothing of ours."""
