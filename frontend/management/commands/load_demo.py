"""`load_demo`: make the fictional county, once."""

from typing import Any

from django.core.management.base import BaseCommand

from frontend.demo import county, people, signins
from participation.accounts.models import Department
from participation.ledger.sequencing import sequence


class Command(BaseCommand):
    """Makes the demo county through the real actions; where it is there already, nothing changes."""

    help = "Load the fictional demo county. A second run changes nothing."

    def handle(self, *args: Any, **options: Any) -> None:
        if people.is_here():
            return
        if Department.objects.exists():
            self.stderr.write("This database holds another county: the demo is not loaded into it.")
            return
        if options["verbosity"]:
            self.stdout.write("Loading the demo county …")
            self.stdout.flush()
        county.make()
        sequence()
        if options["verbosity"] > 1:
            self.stdout.write(f"Sign-ins: {signins.path()}")
