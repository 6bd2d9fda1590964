"""Long work: done once, in plain sight, whatever happens to the process that does it."""

import os
import signal
import threading
from pathlib import Path
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client

from kernel import clock, tenancy
from kernel.errors import Blocked, Denied, NotFound, Refusal
from kernel.models import Event, Transition
from records.commands.jobs import cancel_job, queue_job, retry_job
from records.jobs import claims, kinds, running
from records.jobs.kinds import Done, JobKind
from records.models import Job, JobPart
from records.queries import jobs as queries
from tests.factories import people
from tests.waiting import wait_until

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def kind(monkeypatch):
    """Register a kind of work for one test."""

    def make(run, *, whole=True, name="test.work"):
        monkeypatch.setitem(kinds.KINDS, name, JobKind(name=name, run=run, whole=whole))

    return make


@pytest.fixture
def user():
    return people.user("administrator", people.organisation())


def ask(user, *, work="test.work", lock_key="", **arguments) -> Job:
    actor = people.actor_of(user)
    return queue_job(
        work,
        title="A test",
        organisation_id=next(iter(actor.organisation_ids)),
        actor=actor,
        now=clock.now(),
        arguments=arguments,
        lock_key=lock_key,
    )


def work(job) -> Job:
    running.run(job.pk)
    tenancy.open_to_all()
    return Job.objects.get(pk=job.pk)


def kill_while_at_work(job, entered: Path) -> None:
    """Do the job in a process of its own and end that with SIGKILL once it says it is at work."""
    child = os.fork()
    if child == 0:
        connection.connect()  # the parent's session is not the child's
        running.run(job.pk)
        os._exit(0)
    wait_until(entered.exists, seconds=20, what="the work to begin")
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)


def silence(job) -> None:
    """As if the time had passed after which nobody believes that the process lives."""
    Job.objects.filter(pk=job.pk).update(beat_at="2020-01-01T00:00:00Z")


class TestAJob:
    def test_is_done_with_the_rights_of_whoever_asked(self, kind, user):
        seen = []

        def run(work):
            seen.append((work.actor.id, work.arguments["n"]))
            work.progress(3, 3)
            return Done(result={"answer": 42})

        kind(run)

        done = work(ask(user, n=7))

        assert seen == [(user.pk, 7)]
        assert (done.state, done.result, done.done) == ("finished", {"answer": 42}, 3)
        assert done.started_at
        assert done.ended_at
        types = Event.objects.filter(aggregate_id=done.pk).order_by("seq")
        assert [t.split(".")[3] for t in types.values_list("type", flat=True)] == [
            "queued",
            "started",
            "finished",
        ]

    def test_sees_only_the_organisations_of_whoever_asked(self, kind, user):
        people.person(people.organisation(), name="Somebody else's")
        seen = []

        def run(work):
            from people.models import Person

            seen.append(Person.objects.count())
            return Done()

        kind(run)
        work(ask(user))

        assert seen == [0]

    def test_fails_with_the_sentence_of_a_refusal_and_keeps_nothing(self, kind, user):
        def run(work):
            people.person(user.grants.get().organisation, name="Half done")
            raise Refusal("There is no room.")

        kind(run)
        done = work(ask(user))

        assert (done.state, done.problem) == ("failed", "There is no room.")
        from people.models import Person

        assert not Person.objects.filter(name="Half done").exists()

    def test_fails_visibly_by_a_fault_of_ours_without_its_words(self, kind, user):
        kind(lambda work: 1 / 0)

        done = work(ask(user))

        assert done.state == "failed"
        assert "fault of ours" in done.problem
        assert "division" not in done.problem

    def test_is_not_done_for_somebody_who_may_no_longer_act(self, kind, user):
        kind(lambda work: Done())
        job = ask(user)
        user.grants.all().delete()

        done = work(job)

        assert done.state == "failed"
        assert "no longer act" in done.problem

    def test_that_ended_is_not_done_again(self, kind, user):
        calls = []
        kind(lambda work: calls.append(1) or Done())
        job = ask(user)

        work(job)
        work(job)

        assert calls == [1]

    def test_is_done_once_by_many_processes(self, kind, user):
        calls = []
        kind(lambda work: calls.append(1) or Done())
        job = ask(user)
        barrier = threading.Barrier(4)

        def race():
            barrier.wait()
            running.run(job.pk)
            connection.close()

        threads = [threading.Thread(target=race) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

        assert calls == [1]


class TestAJobWhoseProcessIsKilled:
    def test_leaves_no_half_and_is_done_once_by_the_next(self, kind, user, tmp_path):
        entered = tmp_path / "entered"
        place = user.grants.get().organisation
        main = os.getpid()

        def run(work):
            people.person(place, name="Made by the job")
            if os.getpid() != main:
                entered.touch()
                threading.Event().wait()
            return Done()

        kind(run)
        job = ask(user)
        connection.close()

        kill_while_at_work(job, entered)
        tenancy.open_to_all()
        from people.models import Person

        assert not Person.objects.filter(name="Made by the job").exists()
        assert work(job).state == "running"  # its process is believed alive for a while
        silence(job)
        done = work(job)

        assert (done.state, done.attempt) == ("finished", 2)
        assert Person.objects.filter(name="Made by the job").count() == 1

    def test_goes_on_from_its_checkpoint(self, kind, user, tmp_path):
        entered = tmp_path / "entered"
        main = os.getpid()

        def run(work):
            begin = work.checkpoint.get("next", 0)
            for number in range(begin, 5):
                work.keep(b"%d;" % number, number=number, checkpoint={"next": number + 1})
                work.progress(number + 1, 5)
                if os.getpid() != main and number == 2:
                    entered.touch()
                    threading.Event().wait()
            return Done(result={"file_name": "n.csv", "media_type": "text/csv", "bytes": 10})

        kind(run, whole=False)
        job = ask(user)
        connection.close()

        kill_while_at_work(job, entered)
        tenancy.open_to_all()
        silence(job)
        done = work(job)

        assert done.state == "finished"
        parts = JobPart.objects.filter(job=job).order_by("number")
        assert b"".join(bytes(part.content) for part in parts) == b"0;1;2;3;4;"

    def test_three_times_fails_and_says_so(self, kind, user):
        kind(lambda work: Done())
        job = ask(user)
        for _ in range(claims.MOST_ATTEMPTS):
            assert claims.claim(job.pk, now=clock.now())
            silence(job)

        done = work(job)

        assert done.state == "failed"
        assert "three times" in done.problem
        steps = Transition.objects.filter(subject_id=job.pk).order_by("version")
        assert list(steps.values_list("transition", flat=True)) == [
            "start",
            "resume",
            "resume",
            "fail",
        ]

    def test_that_is_only_slow_does_not_count_once_another_has_it(self, kind, user):
        place = user.grants.get().organisation

        def run(work):
            people.person(place, name="Too late")
            with_another = claims.claim  # the other process, on a session of its own

            def steal():
                tenancy.open_to_all()

                def taken():
                    silence(job)  # it may say that it is at work in between
                    stolen.append(with_another(job.pk, now=clock.now()))
                    return stolen[-1]

                wait_until(taken, seconds=20, what="the other process has the job")
                connection.close()

            thread = threading.Thread(target=steal)
            thread.start()
            thread.join()
            return Done()

        stolen = []
        kind(run)
        job = ask(user)

        done = work(job)

        assert stolen[-1].attempt == 2
        assert (done.state, done.attempt) == ("running", 2)
        from people.models import Person

        assert not Person.objects.filter(name="Too late").exists()


class TestALock:
    def test_lets_one_job_of_an_organisation_run(self, kind, user):
        kind(lambda work: Done())
        first, second = ask(user, lock_key="import"), ask(user, lock_key="import")
        assert claims.claim(first.pk, now=clock.now())

        assert work(second).state == "queued"
        silence(first)
        assert work(first).state == "finished"
        assert work(second).state == "finished"

    def test_of_one_organisation_does_not_hold_another(self, kind, user):
        kind(lambda work: Done())
        other = people.user("administrator", people.organisation())
        first, second = ask(user, lock_key="import"), ask(other, lock_key="import")
        assert claims.claim(first.pk, now=clock.now())

        assert work(second).state == "finished"

    def test_is_a_constraint_as_well(self, kind, user):
        kind(lambda work: Done())
        jobs = [ask(user, lock_key="import") for _ in range(6)]
        barrier = threading.Barrier(6)
        taken = []

        def race(job):
            tenancy.open_to_all()
            barrier.wait()
            taken.append(claims.claim(job.pk, now=clock.now()))
            connection.close()

        threads = [threading.Thread(target=race, args=(job,)) for job in jobs]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

        assert len([held for held in taken if held]) == 1


class TestCancelling:
    def test_a_waiting_job_ends_at_once(self, kind, user):
        kind(lambda work: Done())
        job = ask(user)

        cancel_job(job_id=job.pk, actor=people.actor_of(user), now=clock.now())

        assert work(job).state == "cancelled"

    def test_a_running_job_ends_at_its_next_step(self, kind, user):
        def run(work):
            cancel_job(job_id=work.job_id, actor=people.actor_of(user), now=clock.now())
            wait_until(lambda: _stopped(work), seconds=20, what="the job to hear of it")
            return Done()

        def _stopped(work):
            work.progress(1)
            return False

        kind(run, whole=False)
        done = work(ask(user))

        assert done.state == "cancelled"
        assert Event.objects.filter(type="uk.qiflow.job.cancel_asked.v1").count() == 1

    def test_an_abandoned_job_ends_when_it_is_found(self, kind, user):
        kind(lambda work: Done())
        job = ask(user)
        claims.claim(job.pk, now=clock.now())
        cancel_job(job_id=job.pk, actor=people.actor_of(user), now=clock.now())
        silence(job)

        assert work(job).state == "cancelled"

    def test_a_job_that_ended_is_refused(self, kind, user):
        kind(lambda work: Done())
        job = work(ask(user))

        with pytest.raises(Blocked):
            cancel_job(job_id=job.pk, actor=people.actor_of(user), now=clock.now())


class TestTryingAgain:
    def test_begins_from_the_beginning_and_leaves_a_trace(self, kind, user):
        kind(lambda work: 1 / 0)
        job = work(ask(user))
        kind(lambda work: Done())

        retry_job(job_id=job.pk, actor=people.actor_of(user), now=clock.now())
        done = work(job)

        assert (done.state, done.attempt, done.problem) == ("finished", 1, "")
        assert Event.objects.filter(type="uk.qiflow.job.retried.v1").count() == 1


class TestWhoMay:
    def test_others_of_the_organisation_see_nothing_of_it(self, kind, user):
        kind(lambda work: Done())
        job = ask(user)
        lead = people.actor_of(people.user("project_lead", user.grants.get().organisation))

        with pytest.raises(Denied):
            queries.get_job(actor=lead, job_id=job.pk)
        with pytest.raises(Denied):
            cancel_job(job_id=job.pk, actor=lead, now=clock.now())

    def test_another_organisation_finds_nothing(self, kind, user):
        kind(lambda work: Done())
        job = ask(user)
        other = people.actor_of(people.user("administrator", people.organisation()))

        for ask_for in (job.pk, uuid4()):
            with pytest.raises(NotFound):
                queries.get_job(actor=other, job_id=ask_for)
            with pytest.raises(NotFound):
                cancel_job(job_id=ask_for, actor=other, now=clock.now())

    def test_an_administrator_sees_the_job_of_another_and_not_its_file(self, kind, user):
        kind(lambda work: Done(result={"file_name": "x.csv", "media_type": "t", "bytes": 1}))
        job = work(ask(user))
        other = people.actor_of(people.user("administrator", user.grants.get().organisation))

        assert queries.get_job(actor=other, job_id=job.pk)["state"] == "finished"
        with pytest.raises(Denied):
            queries.job_file(actor=other, job_id=job.pk)


class TestTheDoor:
    def test_lists_shows_cancels_and_retries(self, kind, user):
        kind(lambda work: Done())
        job = ask(user)
        client = Client()
        client.force_login(user)
        url = f"/api/v1/jobs/{job.pk}"

        listed = client.get("/api/v1/jobs?state=queued&mine=true").json()["results"]
        shown = client.get(url).json()
        cancelled = client.post(f"{url}/cancel", "{}", content_type="application/json")
        again = client.post(f"{url}/cancel", "{}", content_type="application/json")
        retried = client.post(f"{url}/retry", "{}", content_type="application/json")

        assert [row["id"] for row in listed] == [str(job.pk)]
        assert shown["may_cancel"]
        assert cancelled.json()["state"] == "cancelled"
        assert again.status_code == 409
        assert again.json()["state"] == "cancelled"
        assert retried.json()["state"] == "queued"

    def test_gives_the_file_in_pieces_and_says_when_it_is_gone(self, kind, user):
        def run(work):
            work.keep(b"a,b\r\n", number=0, checkpoint={})
            work.keep(b"1,2\r\n", number=1, checkpoint={})
            return Done(result={"file_name": "../x y.csv", "media_type": "text/csv", "bytes": 10})

        kind(run, whole=False)
        job = work(ask(user))
        client = Client()
        client.force_login(user)
        url = f"/api/v1/jobs/{job.pk}/file"

        answer = client.get(url, headers={"Accept": "text/csv"})

        assert b"".join(answer.streaming_content) == b"a,b\r\n1,2\r\n"
        assert 'filename="x-y.csv"' in answer["Content-Disposition"]
        tenancy.open_to_all()
        JobPart.objects.all().delete()
        assert client.get(url).status_code == 410
