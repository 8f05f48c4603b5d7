import pytest
from nksearch_web.accounts.checking import refusal


@pytest.mark.parametrize(
    ("wait", "said"), [(0.2, "1 second."), (1.0, "1 second."), (1.1, "2 seconds.")]
)
def test_who_has_to_wait_is_told_how_many_seconds(wait: float, said: str) -> None:
    assert refusal(wait) == f"Too many attempts failed. Try again in {said}"
