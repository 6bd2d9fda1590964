"""The evaluator against an oracle that knows neither rules nor evaluator."""
