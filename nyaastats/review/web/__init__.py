"""The review page: the same session as in the terminal, in the browser, for this machine alone."""
