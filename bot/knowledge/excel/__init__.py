"""Writing Excel: the file to edit, and the one sent back with its faults marked."""
