"""What has a history that people read."""
