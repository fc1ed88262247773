"""The Excel file of a version, for an office to edit and send back."""

from bot.knowledge.excel.export import export_workbook
from bot.knowledge.files import MUST_FIND, PLACES, Files
from bot.knowledge.must_find import MustFind
from bot.knowledge.places import PlaceRow
from bot.knowledge.reading import read_knowledge
from bot.knowledge.table_reader import read_table


def export(files: Files) -> bytes:
    """Return the .xlsx of the tables among the files of a version."""
    knowledge = read_knowledge(files)
    places, _ = read_table(PLACES, files[PLACES], PlaceRow)
    must_find, _ = read_table(MUST_FIND, files[MUST_FIND], MustFind)  # also those whose procedure is gone
    return export_workbook(knowledge, [one.row for one in must_find], [one.row for one in places])
