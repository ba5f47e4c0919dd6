"""How long jobs hold SQLite's only writer, and how long a resident waits for it meanwhile.

A morning on which everything comes at once: 4,000 overdue deadlines are chased, 10,000 mails go out, 3,000 people are
told that their clause was changed, 300 consultations have closed, files nobody names and old jobs are cleared away. Two
sweepers do it as the server has them, while another process posts a comment every 100 ms. Fails when one transaction of
a job held the writer longer than 0.2 s; says how long it would be held if the work were done in one transaction.
`./run bench locks 0.1` does a tenth of it.
"""

import json
import os
import subprocess
import sys
import tempfile
import threading
import time
from collections import defaultdict
from datetime import timedelta
from pathlib import Path
from shutil import copyfile
from statistics import median, quantiles
from typing import Any

MOST_SECONDS = 0.2
LONGEST_WAIT = 1.0  # seconds for one post, its own work included
SHARE = float(os.environ.get("BENCH_SHARE", "1"))
OVERDUE, MAILS, COMMENTERS, CLOSED, ORPHANS, DONE = (
    int(n * SHARE) for n in (4000, 10_000, 3000, 300, 4000, 20_000)
)
TEXT = "# 供水办法\n\n第一条 为了供水，制定本办法。\n\n第二条 水费每吨{}元。\n"


def people_and_deadlines() -> Any:
    """Forty departments with somebody who answers, and what is overdue in each."""
    from participation import clock
    from participation.accounts.models import Department, Membership, User
    from participation.deadlines.models import Deadline

    county = Department.objects.create(slug="county", name="县人民政府", level="county")
    units = [Department.objects.create(slug=f"d{n}", name=f"部门{n}", parent=county) for n in range(40)]
    for n, unit in enumerate(units):
        user = User.objects.create(username=f"u{n}", email=f"u{n}@example.org", name=f"官{n}")
        Membership.objects.create(user=user, department=unit, role="answerer")
    editor = User.objects.create(username="editor", name="编")
    for role in ("drafter", "editor"):
        Membership.objects.create(user=editor, department=county, role=role)
    today = clock.today()
    Deadline.objects.bulk_create(
        Deadline(
            subject_kind="question", subject_id=n, rule_id="C3", count=15, unit="working", department=units[n % 40],
            started_on=today - timedelta(days=90), due_on=today - timedelta(days=n % 60 + 1),
        ) for n in range(OVERDUE)
    )  # fmt: skip
    return editor


def consultations(editor: Any) -> None:
    """One that is open, one whose text was changed under its commenters, and those that have closed."""
    from consultations.comments.intake import submit_comment
    from consultations.documents.actions import import_draft, publish_version, revise
    from consultations.documents.reading import read_text
    from consultations.models import Comment, Consultation
    from participation import clock
    from participation.accounts.models import Department
    from participation.delivery.outbox import emit

    now, today = clock.now(), clock.today()
    unit = Department.objects.get(slug="county")
    draft = import_draft(read_text(TEXT.format("三"), markdown=True), department=unit, by=editor)
    publish_version(draft, by=editor)
    new = revise(draft, read_text(TEXT.format("二"), markdown=True), by=editor)

    def notice(slug: str, days: int) -> Consultation:
        """One that closes in so many days."""
        return Consultation(
            slug=slug, title=slug, kind="other", department=unit, document=draft.document, draft_version=draft,
            status="published", opens_on=today - timedelta(days=90), closes_on=today + timedelta(days=days),
            opens_at=now - timedelta(days=90), closes_at=now + timedelta(days=days), created_at=now,
            published_at=now - timedelta(days=90),
        )  # fmt: skip

    Consultation.objects.bulk_create([notice(f"closed-{n}", -1) for n in range(CLOSED)])
    changed, still_open = notice("changed", 9), notice("open", 9)
    changed.save()
    still_open.save()
    submit_comment(still_open, by=None, body="先试一次。")
    clause = draft.passages.get(text__contains="水费").clause
    Comment.objects.bulk_create(
        Comment(
            number=f"BENCH-{n}", consultation=changed, version=draft, clause=clause, body="太贵。", submitted_at=now,
            contact=f"r{n}@example.org",
        ) for n in range(COMMENTERS)
    )  # fmt: skip
    emit("consultation.text_changed", changed, data={"old_version": draft.pk, "new_version": new.pk})


def outbox_and_disk() -> None:
    """Mails that wait, jobs done long ago, and files whose act was undone."""
    from django.conf import settings
    from django.utils import timezone

    from participation.delivery.mail import Letter, post_all
    from participation.delivery.models import Job

    post_all(Letter(f"m{n}@example.org", "您的意见", "已收到。" * 60, f"bench:{n}") for n in range(MAILS))
    long_ago = timezone.now() - timedelta(days=8)
    times = dict.fromkeys(("made_at", "available_at", "done_at"), long_ago)
    Job.objects.bulk_create(Job(handler="mail.send", dedupe_key=f"done:{n}", **times) for n in range(DONE))
    folder = settings.MEDIA_ROOT / "files" / "2020" / "01"
    folder.mkdir(parents=True)
    for n in range(ORPHANS):
        path = folder / f"{n:032x}.bin"
        path.write_bytes(b"x")
        os.utime(path, (0, 0))


class Stopwatch:
    """Times every transaction from the moment it has the writer; says which kind of job it belonged to."""

    def __init__(self) -> None:
        self.held: dict[str, list[float]] = defaultdict(list)
        self.here = threading.local()

    def watch(self) -> None:
        from django.db.backends.sqlite3.base import DatabaseWrapper

        from participation.delivery import tasks

        begin, commit, do = (
            DatabaseWrapper._start_transaction_under_autocommit,
            DatabaseWrapper._commit,
            tasks._do,
        )

        def begun(wrapper: Any) -> None:
            begin(wrapper)
            self.here.since = time.perf_counter()

        def committed(wrapper: Any) -> None:
            commit(wrapper)
            kind = getattr(self.here, "kind", "the sweep itself")
            self.held[kind].append(time.perf_counter() - self.here.since)

        def done(kind: Any, job: Any) -> None:
            self.here.kind = job.payload.get("job", job.handler)
            do(kind, job)

        DatabaseWrapper._start_transaction_under_autocommit = begun
        DatabaseWrapper._commit = committed
        tasks._do = done


def work() -> None:
    """What the server does beside the pages, until all of it is done."""
    from participation.delivery import schedule, sweeper
    from participation.delivery.models import Job

    watch = Stopwatch()
    schedule.tick()
    watch.watch()
    began = time.perf_counter()
    sweeper.start()
    left = Job.objects.filter(done_at=None).exclude(
        handler="comments.tell_writer"
    )  # of the neighbour's own posts
    while left.exists():
        if problem := left.exclude(last_error="").first():
            raise SystemExit(f"{problem.handler}: {problem.last_error}")
        time.sleep(1)
    sweeper.stop()
    print(json.dumps({"seconds": time.perf_counter() - began, "held": watch.held}))


def neighbour(stop: Path) -> None:
    """A comment every 100 ms until the file `stop` is there."""
    from consultations.comments.intake import submit_comment
    from consultations.models import Consultation

    row, waits = Consultation.objects.get(slug="open"), []
    while not stop.exists():
        began = time.perf_counter()
        submit_comment(row, by=None, body="水价太高了。")
        waits.append(time.perf_counter() - began)
        time.sleep(max(0.0, 0.1 - waits[-1]))
    print(json.dumps(waits))


def in_one() -> None:
    """Chasing and telling, each in one transaction: what the pieces are measured against."""
    from django.db import transaction

    from consultations.comments.mails import tell_changed_clause
    from participation.delivery.models import Job
    from responses.supervision.actions import send_chasers

    told = Job.objects.get(handler="comments.tell_changed_clause")
    spent = []
    for pieces in (lambda: send_chasers(), lambda: tell_changed_clause({**told.payload, "position": None})):
        began = time.perf_counter()
        with transaction.atomic():
            for _piece in pieces():
                pass
        spent.append(time.perf_counter() - began)
    print(json.dumps(spent))


def fill() -> None:
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    consultations(people_and_deadlines())
    outbox_and_disk()


def report(waits: dict[str, list[float]], done: dict[str, Any], whole: list[float]) -> int:
    print(f"{'kind of job':36}{'transactions':>13}{'median ms':>11}{'longest ms':>12}")
    for kind, held in sorted(done["held"].items(), key=lambda each: -max(each[1])):
        print(f"{kind:36}{len(held):13,}{median(held) * 1000:11.1f}{max(held) * 1000:12.1f}")
    longest = max(max(held) for held in done["held"].values())
    chasing, telling = whole
    print(f"\nall done in {done['seconds']:.0f} s; the writer was held {longest * 1000:.0f} ms at most")
    print(
        f"in one transaction: chasing {chasing:.1f} s, telling {telling:.1f} s; {chasing / longest:,.0f} times as long"
    )
    for name, spent in waits.items():
        print(
            f"a comment {name}: median {median(spent) * 1000:.0f} ms, 19 of 20 within "
            f"{quantiles(spent, n=20)[-1] * 1000:.0f} ms, longest {max(spent) * 1000:.0f} ms ({len(spent):,} posts)"
        )
    within = longest <= MOST_SECONDS and max(waits["meanwhile"]) <= LONGEST_WAIT
    print("within the limits" if within else f"MORE than {MOST_SECONDS} s held, or {LONGEST_WAIT} s waited")
    return 0 if within else 1


def main() -> int:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        env = os.environ | {
            "DJANGO_SETTINGS_MODULE": "participation.config.settings", "DATA_DIR": name, "REDIS_URL": "", "DEMO": "0",
            "DATABASE_URL": f"sqlite:///{name}/db.sqlite3", "EMAIL_URL": "dummymail://",
            "BENCH_SHARE": "".join(sys.argv[1:2]) or "1",
        }  # fmt: skip

        def start(role: str, **more: str) -> subprocess.Popen[str]:
            command = [sys.executable, __file__]
            return subprocess.Popen(command, env=env | more | {"BENCH_ROLE": role}, text=True, stdout=-1)

        def answer(process: subprocess.Popen[str]) -> Any:
            said, _nothing = process.communicate()
            if process.returncode:
                raise SystemExit(process.returncode)
            return json.loads(said) if said else None

        def post_until(stop: Path) -> subprocess.Popen[str]:
            return start("neighbour", BENCH_STOP=str(stop))

        answer(start("fill"))
        copyfile(folder / "db.sqlite3", folder / "copy.sqlite3")
        alone = post_until(folder / "stop-1")
        time.sleep(5)
        (folder / "stop-1").touch()
        waits = {"with nothing else": answer(alone)}
        meanwhile = post_until(folder / "stop-2")
        try:
            done = answer(start("work"))
        finally:
            (folder / "stop-2").touch()
            waits["meanwhile"] = answer(meanwhile)
        return report(waits, done, answer(start("in_one", DATABASE_URL=f"sqlite:///{name}/copy.sqlite3")))


if __name__ == "__main__":
    if role := os.environ.get("BENCH_ROLE"):
        import django

        django.setup()
        roles = {"fill": fill, "work": work, "in_one": in_one}
        sys.exit(roles[role]() if role in roles else neighbour(Path(os.environ["BENCH_STOP"])))
    sys.exit(main())
