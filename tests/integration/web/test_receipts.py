"""One sending of a form, one effect."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from uuid import uuid4

import pytest
from django.db import connection

from web.receipts import submit_once

_USER = uuid4()


class TestSubmitOnce:
    @pytest.mark.django_db
    def test_second_sending_leads_where_the_first_did(self):
        ticket, done = uuid4(), []

        def act():
            done.append(1)
            return "/projects/1"

        first = submit_once(ticket, user_id=_USER, act=act)
        second = submit_once(ticket, user_id=_USER, act=act)

        assert (first.location, first.repeated) == ("/projects/1", False)
        assert (second.location, second.repeated) == ("/projects/1", True)
        assert len(done) == 1

    @pytest.mark.django_db
    def test_refused_form_may_be_mended_and_sent_again(self):
        ticket = uuid4()

        def refuse():
            raise LookupError("refused")

        with pytest.raises(LookupError):
            submit_once(ticket, user_id=_USER, act=refuse)

        assert not submit_once(ticket, user_id=_USER, act=lambda: "/").repeated

    @pytest.mark.django_db
    def test_ticket_of_somebody_else_is_their_own(self):
        ticket = uuid4()
        submit_once(ticket, user_id=uuid4(), act=lambda: "/theirs")

        assert submit_once(ticket, user_id=_USER, act=lambda: "/mine").location == "/mine"

    @pytest.mark.django_db(transaction=True)
    def test_double_click_has_one_effect(self):
        ticket, done, together = uuid4(), [], Barrier(4)

        def click(_):
            try:
                together.wait(timeout=10)
                return submit_once(ticket, user_id=_USER, act=act)
            finally:
                connection.close()

        def act():
            done.append(1)
            return "/projects/1"

        with ThreadPoolExecutor(4) as hands:
            answers = list(hands.map(click, range(4)))

        assert len(done) == 1
        assert {answer.location for answer in answers} == {"/projects/1"}
        assert sum(not answer.repeated for answer in answers) == 1
