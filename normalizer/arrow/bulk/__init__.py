"""Many responses in files → their answers in files, with bounded memory, in several processes, and so that a killed run goes on."""

from normalizer.arrow.bulk.drive import Outcome, run
from normalizer.arrow.bulk.job import Job, JobError

__all__ = ["Job", "JobError", "Outcome", "run"]
