"""A plugin of pytest: hypothesis reports the first example that fails as it is, which is enough to notice a mutant."""

from __future__ import annotations

from hypothesis import Phase, settings

# Before tests/conftest.py makes its own profile, which has what is set here.
settings.register_profile("skip_shrinking", phases=(Phase.explicit, Phase.generate), report_multiple_bugs=False)
settings.load_profile("skip_shrinking")
