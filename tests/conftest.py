"""Profiles of hypothesis: `ci`, the same examples in every run, and `long`, chosen by HYPOTHESIS_PROFILE=long. And Ctrl-C, which tests send."""

from __future__ import annotations

import os
import signal

from hypothesis import HealthCheck, settings

SLOW = [HealthCheck.too_slow, HealthCheck.data_too_large]
"""A loaded machine is no fault of an example."""

settings.register_profile("ci", derandomize=True, deadline=None, max_examples=60, database=None, suppress_health_check=SLOW)
settings.register_profile("long", deadline=None, max_examples=10_000, suppress_health_check=SLOW)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ci"))

if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:  # as a shell starts what runs in the background; our children would not hear it either
    signal.signal(signal.SIGINT, signal.default_int_handler)
