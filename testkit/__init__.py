"""What tests and benchmarks share: servers, Chromium, fixtures, crash injection. It is no part of the wheel."""
