"""Reading any spreadsheet that an office sends, safely, into plain rows of text; `reading` is the way in."""
