"""The command as a process of its own."""

from __future__ import annotations

import json
import os
import runpy
import signal
import subprocess
import sys
import sysconfig
from pathlib import Path

import pytest

import normalizer

MODULE = [sys.executable, "-m", "normalizer"]
SCRIPT = Path(sysconfig.get_path("scripts")) / ("storage-errors" + sysconfig.get_config_var("EXE"))
LINE = b'{"body": "{\\"code\\": 40100012}", "status": 401}\n'


def process(*argv: str, data: bytes = b"", **environment: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run([*MODULE, *argv], input=data, capture_output=True, check=False, env={**os.environ, **environment})


def test_python_m_normalizer_is_the_command() -> None:
    done = process("normalize", "upyun", "--json", data=b'HTTP/1.1 401 Unauthorized\r\n\r\n{"code": 40100012}')
    assert (done.returncode, done.stderr) == (0, b"")
    assert json.loads(done.stdout)["kind"] == "NotFound"
    assert process("--help").stdout.startswith(b"usage: storage-errors ")


@pytest.mark.skipif(not SCRIPT.exists(), reason="the package is not installed")
def test_the_console_script_is_the_command() -> None:
    done = subprocess.run([SCRIPT, "explain", "upyun", "x"], stdin=subprocess.DEVNULL, capture_output=True, check=False)
    assert done.returncode == 1
    assert done.stderr == b"storage-errors: upyun has no code 'x'; 'storage-errors codes upyun' lists all\n"


def test_the_module_leaves_with_the_exit_status(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(sys, "argv", ["normalizer", "codes", "upyn"])
    with pytest.raises(SystemExit) as end:
        runpy.run_path(str(Path(normalizer.__file__).with_name("__main__.py")), run_name="__main__")
    assert end.value.code == 2
    assert "did you mean 'upyun'" in capsys.readouterr().err


def test_json_is_utf8_where_the_process_speaks_ascii() -> None:
    done = process("normalize", "upyun", "--json", data='{"code": 40100012, "msg": "\u7a7a"}'.encode(), PYTHONIOENCODING="ascii")
    assert json.loads(done.stdout)["message"] == "\u7a7a"


@pytest.mark.parametrize("unbuffered", ["", "1"])
@pytest.mark.parametrize("argv", [("bulk", "upyun"), ("codes",), ("codes", "--json"), ("--help",)])
def test_a_reader_that_goes_away_ends_it_quietly(argv: tuple[str, ...], unbuffered: str) -> None:
    environment = {**os.environ, "PYTHONUNBUFFERED": unbuffered}
    with subprocess.Popen([*MODULE, *argv], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment) as child:
        assert child.stdin
        assert child.stdout
        assert child.stderr
        child.stdout.close()
        try:
            child.stdin.write(LINE * 1000)
            child.stdin.close()
        except BrokenPipeError:
            pass
        assert child.stderr.read() == b""
        assert child.wait() == 0


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no full device")
@pytest.mark.parametrize("argv", [("bulk", "upyun"), ("codes",), ("providers", "--json")])
def test_a_full_disk_is_exit_status_2(argv: tuple[str, ...]) -> None:
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run([*MODULE, *argv], input=LINE, stdout=full, stderr=subprocess.PIPE, check=False)
    assert done.returncode == 2
    assert done.stderr.endswith(b": No space left on device\n")
    assert b"Traceback" not in done.stderr


def test_each_answer_of_a_stream_comes_at_once() -> None:
    with subprocess.Popen([*MODULE, "bulk", "upyun"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as child:
        assert child.stdin
        assert child.stdout
        for number in (1, 2):
            child.stdin.write(LINE)
            child.stdin.flush()
            assert json.loads(child.stdout.readline())["line"] == number
        child.stdin.close()
        assert child.stdout.read() == b""


@pytest.mark.skipif(os.name == "nt", reason="signals are others there")
def test_an_interrupt_ends_it_with_130_and_without_a_traceback() -> None:
    with subprocess.Popen([*MODULE, "bulk", "upyun"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as child:
        assert child.stdin
        assert child.stdout
        assert child.stderr
        child.stdin.write(LINE)
        child.stdin.flush()
        assert json.loads(child.stdout.readline())["line"] == 1
        child.send_signal(signal.SIGINT)
        assert (child.wait(), child.stderr.read()) == (130, b"")
