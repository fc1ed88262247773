"""Posters and cards to print: general ones and one for each procedure.

What they say (`poster`, `sizes`, `wording`) is quick to import; what draws them (`document`, `pictures`) takes half a
second, for fpdf2 and fontTools, so the program imports it when somebody prints.
"""
