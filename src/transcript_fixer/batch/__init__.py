"""Folders of episodes: which files are meant, who works on them, and the index over all."""

from transcript_fixer.batch.run import FileResult, Status, fix_folder, plan_batch

__all__ = ["FileResult", "Status", "fix_folder", "plan_batch"]
