"""Making the county: everybody and everything, in one transaction."""

from django.db import transaction

from frontend.demo import content, people
from frontend.demo.consultations import Stage
from frontend.demo.decisions import lay_lists
from frontend.demo.explaining import lay_document, lay_interpretation
from frontend.demo.play import Play
from frontend.demo.questions import Asked
from frontend.demo.rules import lay_rules
from frontend.demo.supervision import lay_circulars, lay_duties, lay_mornings
from frontend.demo.yearly import lay_directories
from participation.locks import separate_acts


def make() -> None:
    """Make the whole county. What fails undoes all of it, so that there is never half a county."""
    with transaction.atomic(), separate_acts():
        people.settle()
        play = Play()
        for folder in content.folders("consultations"):
            Stage(play, folder).lay()
        lay_rules(play)
        lay_directories(play)
        lay_lists(play)
        for file in content.files("documents"):
            lay_document(play, file)
        for file in content.files("interpretations"):
            lay_interpretation(play, file)
        for file in content.files("questions"):
            for row in content.table(file)["question"]:
                Asked(play, row, file.stem).lay()
        lay_mornings(play)
        lay_duties(play)
        lay_circulars(play)
        play.perform()
