"""Who lives and works in the county: departments, townships, villages, officials and residents with accounts."""

from datetime import timedelta
from typing import Any

from django.contrib.auth.hashers import PBKDF2PasswordHasher, get_hasher, make_password

from consultations.decisions.execution.models import ExecutionChange
from consultations.decisions.execution.policies import MEETING, can_confirm_change
from consultations.decisions.models import Decision, DecisionStage
from consultations.decisions.policies import can_confirm_result, can_record
from consultations.decisions.recorders import recorder_of, unit_of
from frontend.demo import content, signins
from participation import clock
from participation.accounts.inviting import invite
from participation.accounts.models import Department, Membership, User, in_force
from participation.accounts.people import add_person, disable_person
from participation.accounts.roles import give_role
from participation.accounts.special_units import name_unit

Level = Department.Level
ROUNDS = 20_000  # the passwords are random and long; Django raises this at the first sign-in


def county_file() -> dict[str, Any]:
    """The county's own file."""
    return content.table(content.ROOT / "county.toml")


def is_here() -> bool:
    """Whether the county has been made in this database."""
    return Department.objects.filter(slug=county_file()["county"]["slug"]).exists()


def settle() -> None:
    """Make the departments and the people, and write down how to sign in."""
    file = county_file()
    root = _place(file["county"], Level.COUNTY, None)
    places = {row["slug"]: _place(row, Level.DEPARTMENT, root) for row in file["department"]}
    for row in file["township"]:
        places[row["slug"]] = _place(row, Level.TOWNSHIP, root)
    for row in file["village"]:
        _place(row, Level.VILLAGE, places[row["township"]])
    people = [*file["official"], *file["resident"]]
    passwords = signins.write([(_in_words(row), row["username"]) for row in people])
    for row in file["unit"]:
        name_unit(row["duty"], places[row["department"]], by=None)
    for row in people:
        user = _person(row, passwords[row["username"]])
        at = places[row["department"]] if "department" in row else root
        for role in row.get("roles", []):
            Membership.objects.create(user=user, department=at, role=role)
    _administer(file)


def _administer(file: dict[str, Any]) -> None:
    """What the administrator did with people lately, through the acts of the desk."""
    by = User.objects.get(username="administrator")
    for row in file["newcomer"]:
        person = add_person(by=by, name=row["name"], username=row["username"])
        for role in row["roles"]:
            give_role(person, Department.objects.get(slug=row["department"]), role, by=by)
        invite(person, by=by)
        if "closed" in row:
            disable_person(person, by=by, reason=row["closed"])
    for row in file["term"]:
        person = User.objects.get(username=row["username"])
        ends_on = clock.today() + timedelta(days=row["days"])
        give_role(person, Department.objects.get(slug=row["department"]), row["role"], by=by, ends_on=ends_on)


class Cast:
    """Who acts, each looked up once."""

    def __init__(self) -> None:
        self._county: str = county_file()["county"]["slug"]
        self._known: dict[tuple[str, str], list[User]] = {}

    def official(self, department: Department, role: str) -> User:
        """The first who holds `role` at exactly this department."""
        return self._with(department.slug, role)[0]

    def second_drafter(self, department: Department) -> User:
        """Another drafter of the department, for what takes two."""
        return self._with(department.slug, "drafter")[1]

    def county(self, role: str) -> User:
        """Who holds `role` for the whole county."""
        return self._with(self._county, role)[0]

    def recorder(self, decision: Decision, stage: str) -> User:
        """The first of those who may record this stage of the matter."""
        recorder = recorder_of(decision, stage)
        unit = unit_of(decision, recorder)
        assert unit is not None, "the county's file names them all"
        return next(
            each for each in self._with(unit.slug, recorder.role) if can_record(each, decision, stage)
        )

    def second_of(self, row: DecisionStage) -> User:
        """The first of those on the recording side who may confirm the result."""
        seconds = self._seconds(row.decision, row.stage)
        return next(each for each in seconds if can_confirm_result(each, row))

    def second_of_change(self, row: ExecutionChange) -> User:
        """The first of the deciding side who may confirm a change of the execution."""
        seconds = self._seconds(row.decision, MEETING)
        return next(each for each in seconds if can_confirm_change(each, row))

    def _seconds(self, decision: Decision, stage: str) -> list[User]:
        unit = unit_of(decision, recorder_of(decision, stage))
        assert unit is not None, "the county's file names them all"
        return [each for role in ("reviewer", "editor") for each in self._with(unit.slug, role)]

    def _with(self, slug: str, role: str) -> list[User]:
        if (slug, role) not in self._known:
            holders = User.objects.filter(
                in_force(prefix="memberships__"), memberships__department__slug=slug, memberships__role=role
            )
            self._known[slug, role] = list(holders.order_by("pk"))
        return self._known[slug, role]


def _place(row: dict[str, Any], level: Level, parent: Department | None) -> Department:
    return Department.objects.create(
        slug=row["slug"],
        name=row["name"],
        name_en=row["name_en"],
        level=level,
        parent=parent,
        phone=row.get("phone", ""),
        address=row.get("address", ""),
    )


def _person(row: dict[str, Any], password: str) -> User:
    return User.objects.create(
        username=row["username"],
        name=row["name"],
        email="" if row.get("roles") else f"{row['username']}@example.invalid",
        password=_sealed(password),
    )


def _sealed(password: str) -> str:
    hasher = get_hasher()
    if isinstance(hasher, PBKDF2PasswordHasher):
        return hasher.encode(password, hasher.salt(), iterations=ROUNDS)
    return make_password(password)


def _in_words(row: dict[str, Any]) -> str:
    about = row["title"] if "title" in row else f"居民，{row['about']}"
    return f"{about}，{row['name']}"
