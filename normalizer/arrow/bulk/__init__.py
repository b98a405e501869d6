"""Many responses in files → their answers in files, with bounded memory, in several processes, and so that a killed run goes on."""

from normalizer.arrow.bulk.job import Job, JobError
from normalizer.arrow.bulk.run import Outcome, run

__all__ = ["Job", "JobError", "Outcome", "run"]
