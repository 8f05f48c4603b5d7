import signal
import subprocess
import sys

import pytest

PROGRAM = """
import os, signal, socket, time
from nksearch_web.supervisor import Patience, Supervisor, listen

def work(tie):
    tie.ready(lambda: None)
    {work}

Supervisor(
    work,
    listen("127.0.0.1", 0),
    announce=lambda: None,
    patience=Patience(for_end=0.5, before_next=60),
).run()
"""
HANGS_AT_ITS_END = "tie._watcher.shutdown(socket.SHUT_RDWR); time.sleep(60)"


@pytest.mark.parametrize(("work", "code"), [("os._exit(3)", 3), (HANGS_AT_ITS_END, -9)])
def test_it_can_be_ended_before_the_next_server_is_started(work, code):
    program = [sys.executable, "-c", PROGRAM.format(work=work)]
    with subprocess.Popen(program, stderr=subprocess.PIPE, text=True) as process:
        assert f"The server has ended ({code}) and is started again.\n" == process.stderr.readline()
        process.send_signal(signal.SIGTERM)
        assert process.communicate(timeout=20) == (None, "")
        assert process.returncode == 0
