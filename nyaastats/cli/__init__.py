"""The command line: `app` and `collect` turn arguments into one call each, `render` and `render_collect` print."""
