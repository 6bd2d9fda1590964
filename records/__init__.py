"""What every app hangs on its things: jobs, imports and exports, saved views, search."""
