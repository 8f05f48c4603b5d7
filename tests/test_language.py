import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nksearch.language import detect_language


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("The lecture was held in the city and the residents were told to report phones.", "en"),
        ("North Korea fired two cruise missiles from an inland area.", "en"),
        ("강연회가 회령시에서 열렸다고 소식통이 전했다.", "ko"),
        ("평양", "ko"),
        ("북한 당국이 Chinese SIM card 사용자를 단속하고 있다.", "ko"),
        ("北朝鮮は日本海に向けて弾道ミサイルを発射した。", "ja"),
        ("朝鲜昨天向日本海发射了一枚弹道导弹。", "zh"),
        ("Северная Корея провела испытание баллистической ракеты в среду утром.", "ru"),
        ("Le régime nord-coréen a fermé la frontière avec la Chine pendant la pandémie.", "fr"),
        ("El líder norcoreano visitó ayer la zona inundada cerca de la frontera con China.", "es"),
    ],
)
def test_news_is_told_by_script_words_or_classifier(text, code):
    assert detect_language(text) == code


@pytest.mark.parametrize(
    "text",
    [
        *("", "   ", "2024-05-27", "Kim Jong Un", "Hoeryong", "Ri Sol Ju", "강"),
        "Choe Ryong Hae, Pak Pong Ju, Jo Yong Won",
    ],
)
def test_names_and_numbers_say_too_little(text):
    assert detect_language(text) == "und"


def test_an_english_article_that_quotes_korean_is_english():
    text = (
        "The word for market is 장마당, and the women who trade there were the first to have money."
    )
    assert detect_language(text) == "en"


def test_ordinary_english_does_not_load_the_classifier():
    code = (
        "import sys; from nksearch.language import detect_language;"
        "print(detect_language('The residents of the city were told that the border was closed.'),"
        " 'py3langid' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["en", "False"]


@given(st.text())
def test_any_text_has_a_code(text):
    assert detect_language(text).isalpha()
