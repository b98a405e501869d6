"""Profiles of hypothesis: `ci`, the same examples in every run, and `long`, chosen by HYPOTHESIS_PROFILE=long."""

from __future__ import annotations

import os

from hypothesis import HealthCheck, settings

SLOW = [HealthCheck.too_slow, HealthCheck.data_too_large]
"""A loaded machine is no fault of an example."""

settings.register_profile("ci", derandomize=True, deadline=None, max_examples=60, database=None, suppress_health_check=SLOW)
settings.register_profile("long", deadline=None, max_examples=10_000, suppress_health_check=SLOW)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ci"))
