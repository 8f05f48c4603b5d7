import json
import signal
import socket
import subprocess
import sys
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest
from click.testing import CliRunner
from nksearch_web.serve import _share_processors, serve
from threadpoolctl import threadpool_info, threadpool_limits

from nksearch.cli import main

PROGRAM = Path(sys.executable).with_name("nksearch")


def served(indexes, *options):
    return subprocess.Popen(
        [PROGRAM, "--indexes", indexes, "serve", *options],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


@pytest.mark.slow
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_it_serves_before_anything_is_published_and_ends_quietly(tmp_path, number):
    with served(tmp_path, "--port", "0", "--json") as server:
        url = json.loads(server.stdout.readline())["url"]
        assert f"Serving on {url} (press Ctrl+C to stop)\n" == server.stderr.readline()
        with pytest.raises(HTTPError) as failure, urlopen(url, timeout=30):  # noqa: S310 (our own)
            pass
        with failure.value as response:
            assert response.status == 503
            assert (
                f"No index published in {tmp_path}. Run: nksearch rebuild"
                in response.read().decode()
            )
        server.send_signal(number)
        assert server.communicate(timeout=30) == ("", "")
        assert server.returncode == 0


@pytest.mark.slow
def test_a_port_in_use_is_a_clear_message(tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with served(tmp_path, "--port", str(port)) as server:
            output, talk = server.communicate(timeout=30)
    assert server.returncode == 1
    assert output == ""
    reason = f"Cannot listen on 127.0.0.1:{port}: Address already in use."
    assert f"Error: {reason} Choose another --port.\n" == talk


@pytest.mark.parametrize("host", ["::", "::1", "example.org", "", "127.0.0.1.evil.example"])
def test_a_name_is_no_address_to_listen_on(tmp_path, host):
    result = CliRunner().invoke(serve, ["--host", host], obj=tmp_path)
    assert result.exit_code == 2
    assert "must be an address of this machine" in result.stderr


@pytest.mark.security
@pytest.mark.parametrize(
    "options",
    [
        ["--host", "0.0.0.0"], ["--host", "192.168.1.5"], ["--host", "127.0.0.1", "--proxies", "1"],  # noqa: S104
        ["--trusted-host", "news.example.org"],
    ],
)  # fmt: skip
def test_without_users_only_this_machine_is_served(tmp_path, options):
    result = CliRunner().invoke(main, ["--indexes", str(tmp_path), "serve", *options])
    assert result.exit_code == 2
    assert "Say first who may log in: nksearch user add NAME" in result.stderr


@pytest.mark.parametrize("port", ["-1", "65536", "http"])
def test_a_port_that_cannot_be_is_refused(tmp_path, port):
    assert CliRunner().invoke(serve, ["--port", port], obj=tmp_path).exit_code == 2


def test_the_command_costs_no_flask_until_it_runs():
    code = "import sys, nksearch_web.serve; print({'flask', 'waitress'} & sys.modules.keys())"
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout == "set()\n"


def test_a_question_has_one_thread_of_numpy():
    with threadpool_limits(2, user_api="blas"):
        _share_processors()
        threads = [each["num_threads"] for each in threadpool_info() if each["user_api"] == "blas"]
    assert set(threads) == {1}
