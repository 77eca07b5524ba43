"""`python -m transcript_fixer` is `fixtranscript`."""

from transcript_fixer.cli import main

if __name__ == "__main__":
    main()
