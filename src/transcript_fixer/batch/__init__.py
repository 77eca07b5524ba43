"""Folders of episodes: which files are meant, who works on them, and the index over all."""

from transcript_fixer.batch.jobs import FileResult, Status, fix_file
from transcript_fixer.batch.run import Batch, fix_folder, plan_batch

__all__ = ["Batch", "FileResult", "Status", "fix_file", "fix_folder", "plan_batch"]
