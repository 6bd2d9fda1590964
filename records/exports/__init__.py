"""Lists as files: one declaration for each list, with the filters of its screen."""
