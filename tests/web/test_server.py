import socket
import threading
import time
from contextlib import contextmanager

import pytest
from nksearch_web import create_app, server
from nksearch_web.channel import Channel
from nksearch_web.server import create_server

PARTIAL = b"GET /healthz HTTP/1.1\r\nHost: localhost\r\nX-Slow: "


@contextmanager
def running(archive):
    made = create_server(create_app(archive), host="127.0.0.1", port=0)
    thread = threading.Thread(target=made.run)
    thread.start()
    try:
        yield made
    finally:
        made.stop()
        thread.join()


def connect(made, sent=b""):
    connection = socket.create_connection(("127.0.0.1", made.effective_port), timeout=20)
    connection.sendall(sent)
    return connection


def is_well(made):
    with connect(made, b"GET /healthz HTTP/1.0\r\nHost: localhost\r\n\r\n") as connection:
        return connection.makefile("rb").read().startswith(b"HTTP/1.0 200")


def until(condition):
    for _ in range(200):
        if condition():
            return True
        time.sleep(0.05)
    return False


def test_a_request_may_come_in_pieces_and_another_after_it(archive):
    with running(archive) as made, connect(made) as connection:
        for n in range(2):
            for piece in (PARTIAL, b"x", b"\r\n", b"\r\n"):
                connection.sendall(piece)
                time.sleep(0.02)
            assert connection.recv(4096).startswith(b"HTTP/1.1 200"), n


def test_a_connection_that_is_closed_twice_stops_nothing(archive):
    with running(archive) as made, connect(made, PARTIAL):
        assert until(lambda: made.active_channels)
        channel = next(iter(made.active_channels.values()))
        for _ in range(2):
            channel.handle_close()
        assert not made.active_channels
        assert is_well(made)


def test_clients_that_keep_us_waiting_make_room_when_connections_run_short(archive, monkeypatch):
    monkeypatch.setattr(server, "_connections", lambda: 40)
    with running(archive) as made:
        slow = [connect(made, PARTIAL) for _ in range(60)]
        assert is_well(made)
        assert until(lambda: len(made.active_channels) < 40)
        assert b"" == slow[0].recv(1)
        for each in slow:
            each.close()


@pytest.mark.parametrize("limit", ["silent", "late"])
def test_who_is_silent_or_late_is_dropped(archive, monkeypatch, limit):
    waitress = server._WAITRESS | {"cleanup_interval": 0}
    if limit == "silent":
        waitress["channel_timeout"] = 1
    else:
        monkeypatch.setattr(server, "LONGEST_TRANSFER", 0.1)
    monkeypatch.setattr(server, "_WAITRESS", waitress)
    with running(archive) as made, connect(made, PARTIAL) as slow:
        assert b"" == slow.recv(1)


def test_a_request_at_work_is_neither_silent_nor_late(archive, monkeypatch):
    waitress = server._WAITRESS | {"cleanup_interval": 0, "channel_timeout": 1}
    monkeypatch.setattr(server, "_WAITRESS", waitress)
    monkeypatch.setattr(server, "LONGEST_TRANSFER", 1)
    ask = archive.ask
    archive.ask = lambda request: time.sleep(2.5) or ask(request)
    question = b"GET /api/query?question=Who HTTP/1.0\r\nHost: localhost\r\n\r\n"
    with running(archive) as made, connect(made, question) as connection:
        assert connection.makefile("rb").read().startswith(b"HTTP/1.0 200")


def test_a_client_that_is_gone_when_its_answer_is_sent_ends_only_its_connection(
    archive, monkeypatch
):
    def send(channel, data, do_close=True):  # as when the client has reset the connection
        if do_close:
            channel.handle_close()
        return 0

    with running(archive) as made:
        with monkeypatch.context() as gone:
            gone.setattr(Channel, "send", send)
            with connect(made, b"GET /healthz HTTP/1.0\r\nHost: localhost\r\n\r\n") as connection:
                assert connection.recv(1) == b""
        assert is_well(made)
        assert until(lambda: made.active_channels == {})


def test_only_the_loop_closes_connections(archive, monkeypatch):
    class Gone:
        def send(self, data):
            raise BrokenPipeError(32, "Broken pipe")

    with running(archive) as made, connect(made):
        assert until(lambda: made.active_channels)
        (channel,) = made.active_channels.values()
        with monkeypatch.context() as gone:
            gone.setattr(channel, "socket", Gone())
            assert channel.send(b"HTTP/1.1 100 Continue") == 0
        assert channel in made.active_channels.values()


def test_the_head_of_a_request_is_limited(archive):
    with running(archive) as made, connect(made) as connection:
        connection.sendall(b"GET / HTTP/1.0\r\nX-Big: " + b"x" * 65_536)
        assert connection.recv(100).startswith(b"HTTP/1.0 431")
