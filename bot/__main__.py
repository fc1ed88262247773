"""`python -m bot`."""

import gc

gc.disable()  # what is imported stays: looking through it for rubbish, over and over, takes a seventh of the import

from bot.cli import main  # noqa: E402

gc.enable()

if __name__ == "__main__":
    main()
