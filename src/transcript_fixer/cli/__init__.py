"""The command `fixtranscript`: arguments, messages and exit statuses.

`command` reads the arguments, `single` does one transcript and `folders` many. What the
command can do, the library can.
"""

from transcript_fixer.cli.command import command, main, run

__all__ = ["command", "main", "run"]
