from nksearch.fusion import normalised


def test_normalised_scores_run_from_one_to_zero() -> None:
    assert normalised([(7, 5.0), (8, 4.0), (9, 3.0)]) == {7: 1.0, 8: 0.5, 9: 0.0}
    assert normalised([(7, 5.0)]) == {7: 1.0}
    assert normalised([]) == {}
