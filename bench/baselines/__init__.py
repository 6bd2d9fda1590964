"""The same work as most Django services do it: DRF serializers, model instances and `save()`."""
