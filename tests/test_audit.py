"""The audit of what is installed never passes silently."""

from .audit import NOT_ASKED, SOUND, VULNERABLE, verdict

SKIPPED = {"name": "torch", "skip_reason": "Dependency not found on PyPI"}
FINE = {"name": "flask", "version": "3.1.3", "vulns": []}
HOLE = {"id": "PYSEC-1", "fix_versions": ["2.0"], "aliases": [], "description": "A hole."}
BAD = {"name": "waitress", "version": "1.0", "vulns": [HOLE]}


def test_nothing_known_is_sound_and_says_of_what_nothing_is_known() -> None:
    code, said = verdict({"dependencies": [FINE, SKIPPED]})
    assert code == SOUND
    assert said == [
        "NOT AUDITED, unknown to the database: torch",
        "1 packages audited, 0 vulnerabilities known.",
    ]


def test_a_vulnerability_is_a_failure_that_names_the_package() -> None:
    code, said = verdict({"dependencies": [FINE, BAD]})
    assert code == VULNERABLE
    assert said[0] == "waitress 1.0: PYSEC-1, mended in 2.0"


def test_a_database_that_cannot_be_reached_is_not_taken_for_nothing_known() -> None:
    for report in (None, {"dependencies": [SKIPPED]}, {"dependencies": []}):
        code, said = verdict(report)
        assert code == NOT_ASKED
        assert said[0].startswith("NOT AUDITED")
