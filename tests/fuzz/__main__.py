"""Run atheris on one parser: python -m tests.fuzz TARGET [OPTIONS OF LIBFUZZER] [FOLDER]."""

import sys


def main() -> None:
    """Feed the target that is named with bytes that atheris makes, until it fails or time is up."""
    try:
        import atheris
    except ImportError:
        sys.exit(
            "atheris is not installed: pip install 'nksearch[fuzz]'. It has no build for this "
            "Python or system if that fails; `make fuzz PYTHON=python3.11` on Linux (x86_64) works."
        )
    with atheris.instrument_imports(include=["nksearch", "nksearch_web"]):
        from tests.fuzz.targets import TARGETS
    if len(sys.argv) < 2 or sys.argv[1] not in TARGETS:
        sys.exit(f"Name one of {', '.join(TARGETS)}.")
    target = TARGETS[sys.argv.pop(1)]
    target(b"")  # what is loaded once is no leak and no slow input
    atheris.Setup(sys.argv, target)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
