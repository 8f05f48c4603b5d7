import re
from dataclasses import replace
from xml.etree import ElementTree

import pytest
from nksearch_web.names import ON_A_PAGE
from nksearch_web.places_map import HEIGHT, WIDTH, map_of

from nksearch.datamodels import Spelling
from nksearch.errors import NoIndexError
from nksearch.formatting import entities_to_json
from nksearch.vocabulary import load_vocabulary

from .conftest import some_entities, some_entity

HOSTILE = "<script>alert(1)</script>\"'&"


def drawing(client, **query):
    (svg,) = re.findall("<svg.*?</svg>", client.get("/names", query_string=query).text, re.S)
    return ElementTree.fromstring(svg)  # noqa: S314 # our own page


def row(page, name):
    (found,) = [
        each
        for each in page.find("tr")
        if any(each in a.around and a.text == name for a in page.find("a"))
    ]
    return found


def test_names_come_with_their_articles_days_and_spellings(read):
    page = read("/names")
    shown = " ".join(row(page, "Choe Son Hui").text.split())
    assert shown == (
        "Choe Son Hui 최선희 person Choe Son Hui 30 Choi Sun-hee 5 최선희 2 "
        "36 2 Jan 2019 3 Jun 2024"
    )
    assert len(page.find("tr")) == 1 + len(some_entities())


def test_spellings_beyond_the_first_are_folded(read, archive):
    many = tuple(Spelling(spelling=f"Kim {n}", articles=9 - n) for n in range(8))
    archive.names = [some_entity("person", "Kim 0", spellings=many)]
    page = read("/names")
    (details,) = page.find("details")
    assert details.text.split() == "2 more Kim 6 3 Kim 7 2".split()


def test_hangul_is_marked_as_korean(read):
    page = read("/names")
    korean = [each.text for each in page.elements if each.attributes.get("lang") == "ko"]
    assert {"평양시", "최선희", "신의주시", "장마당"} == set(korean)


def test_a_name_leads_to_asking_for_it(read, archive):
    page = read("/names")
    (link,) = [a for a in page.find("a") if a.text == "장마당"]
    assert read(link.attributes["href"]).status == 200
    assert [each.question for each in archive.requests] == ["장마당"]


def test_a_kind_and_a_part_of_a_name_can_be_asked_for(read):
    page = read("/names", kind="place", like="Sin")
    assert [a.text for a in page.find("a") if page.find("tbody")[0] in a.around] == ["Sinuiju City"]
    assert page.by_id("like").attributes["value"] == "Sin"
    assert [each.attributes["value"] for each in page.find("input", type="hidden")] == ["place"]
    current = [a.text for a in page.find("a") if "aria-current" in a.attributes]
    assert "Places 1" in current


def test_nothing_found_is_said(read):
    page = read("/names", like="Kosovo")
    assert page.status == 200
    assert "No name here is like “Kosovo”." in page.find("main")[0].text
    assert page.find("table") == page.find("svg") == []


def test_many_names_are_shown_a_hundred_at_a_time(read, archive):
    archive.names = [some_entity("term", f"term {n}") for n in range(2 * ON_A_PAGE + 1)]
    page, seen = read("/names", kind="term"), []
    while True:
        seen += [
            a.text
            for a in page.find("a")
            if a.text.startswith("term ") and a.around[-1].tag == "th"
        ]
        following = page.find("a", rel="next")
        if not following:
            break
        page = read(following[0].attributes["href"])
    assert seen == [each.name for each in archive.names]
    assert len(page.find("tr")) == 2
    assert page.find("a", rel="prev")


@pytest.mark.parametrize("path", ["/names", "/api/names"])
@pytest.mark.parametrize("query", [{"kind": "river"}, {"like": "x" * 600}, {"page": "x", "n": "x"}])
def test_what_cannot_be_asked_is_refused(client, path, query):
    assert client.get(path, query_string=query).status_code == 400


@pytest.mark.parametrize("path", ["/names", "/api/names"])
def test_without_an_index_there_are_no_names(client, archive, path):
    archive.error = NoIndexError("None.")
    assert client.get(path).status_code == 503


def test_the_api_gives_what_the_shell_prints(client, archive):
    response = client.get("/api/names", query_string={"kind": "place", "n": 1})
    assert response.json == entities_to_json(archive.names[:1])
    assert len(client.get("/api/names").json["names"]) == 4
    assert client.get("/api/names?n=0").status_code == 400


def test_every_page_leads_to_the_names(read):
    for path in ("/", "/?question=Who", "/articles/a1lecture", "/nowhere"):
        assert read(path).find("a", href="/names")
    assert read("/").find("a", href="/names?kind=place")


# --- the map -----------------------------------------------------------------------------------


def test_the_map_is_well_formed_and_needs_no_style_or_script(client):
    svg = drawing(client)
    assert {each.tag for each in svg.iter()} == {"svg", "polygon", "a", "title", "circle", "text"}
    attributes = {name for each in svg.iter() for name in each.attrib}
    assert not {name for name in attributes if name == "style" or name.startswith("on")}
    titles = [each.text for each in svg.iter("title")]
    assert titles == ["Pyongyang 평양시: 500 articles", "Sinuiju City 신의주시: 20 articles"]
    assert [each.attrib["href"] for each in svg.iter("a")][1] == "/?question=Sinuiju+City"


@pytest.mark.parametrize("kind", ["person", "term"])
def test_persons_and_terms_have_no_map(read, kind):
    assert read("/names", kind=kind).find("svg") == []


def test_areas_are_as_the_articles():
    large, small = map_of([e for e in some_entities() if e.kind == "place"]).circles
    assert (large.radius / small.radius) ** 2 == pytest.approx(500 / 20, rel=0.05)


def test_the_map_is_true_to_north_and_west():
    pyongyang, sinuiju = map_of([e for e in some_entities() if e.kind == "place"]).circles
    assert sinuiju.y < pyongyang.y
    assert sinuiju.x < pyongyang.x
    degree = (pyongyang.y - sinuiju.y) / (40.1 - 39.03)
    assert (pyongyang.x - sinuiju.x) / (125.75 - 124.4) == pytest.approx(0.788 * degree, rel=0.01)


def gazetteer():
    return [
        some_entity("place", e.name, n, latitude=e.latitude, longitude=e.longitude)
        for n, e in enumerate(load_vocabulary().entries.values(), 1)
        if e.latitude is not None
    ][::-1]


def test_all_places_of_the_gazetteer_are_on_the_map():
    places = gazetteer()
    shown = map_of(places)
    assert len(places) == len(shown.circles) > 200
    for circle in shown.circles:
        assert circle.radius <= circle.x <= WIDTH - circle.radius
        assert circle.radius <= circle.y <= HEIGHT - circle.radius


def test_outlines_are_closed_and_on_the_map():
    outlines = map_of(gazetteer()).outlines
    assert set(outlines) == {"north", "south"}
    for ring in outlines.values():
        points = [tuple(map(float, point.split(","))) for point in ring.split()]
        assert points[0] == points[-1]
        assert all(0 <= x <= WIDTH and 0 <= y <= HEIGHT for x, y in points)


def test_labels_do_not_cover_each_other():
    labels = map_of(gazetteer()).labels
    assert 8 <= len(labels) <= 16
    for i, one in enumerate(labels):
        for other in labels[:i]:
            apart = abs(one.y - other.y) >= 14 or abs(one.x - other.x) >= 30
            assert apart, (one, other)


def test_places_beyond_the_map_are_left_out():
    tokyo = some_entity("place", "Tokyo", latitude=35.7, longitude=139.7)
    assert map_of([tokyo]) is None
    assert map_of([some_entity("place", "Nowhere")]) is None


def test_hostile_names_are_text(client, archive):
    archive.names = [
        replace(each, name=HOSTILE, hangul=HOSTILE, spellings=each.spellings * 2)
        for each in archive.names
    ]
    text = client.get("/names", query_string={"like": ""}).text
    assert "<script>alert" not in text
    svg = drawing(client)
    assert next(svg.iter("title")).text.startswith(HOSTILE)
    assert "<script>alert" not in client.get("/names", query_string={"like": HOSTILE}).text
