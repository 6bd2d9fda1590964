"""What must hold: pure definitions from which gate, watch, forecast, as-at and sentence follow."""
