"""What holds for all tests."""

from __future__ import annotations

from hypothesis import settings

# Times differ by machine and load; what is slow is measured by benchmarks/, not failed here.
settings.register_profile("curator", deadline=None)
settings.load_profile("curator")
