"""Measurements as a table for a terminal and as a picture."""

from collections.abc import Iterator, Mapping, Sequence
from html import escape
from math import log
from typing import Any

Sizes = Sequence[Mapping[str, Any]]  # what was measured at each size, smallest first

_WIDTH, _ROW, _LEFT, _RIGHT = 720, 22, 210, 90
_OURS, _PEER = "#1f5fa8", "#9aa4b0"
_LEGS = {
    "words": "by words, six terms",
    "meaning": "by meaning, vector known",
    "search": "hybrid, text to text",
}


def as_text(sizes: Sizes) -> str:
    """Return the tables of all sizes."""
    return "\n\n".join("\n".join(_lines(each)) for each in sizes)


def _lines(at: Mapping[str, Any]) -> Iterator[str]:
    made = at["archive"]
    yield (
        f"{made['chunks']:,} chunks of {made['articles']:,} articles; texts of "
        f"{made['chunks_really_encoded']:,} were really encoded, the others are repeats"
    )
    for name, describe in _SECTIONS.items():
        if name in at:
            yield from describe(at[name])
    yield from _peers(at["peers"])


def _build(found: Mapping[str, Any]) -> Iterator[str]:
    yield (
        f"  full build, vectors known   {found['seconds']:.1f} s, {found['chunks_per_s']} chunks/s,"
        f" {found['peak_mb']:.0f} MB at most"
    )


def _encoding(found: Mapping[str, Any]) -> Iterator[str]:
    yield f"  encoding all (estimated)    {found['whole_archive_s']:.0f} s"
    for name in ("chunks", "sentences"):
        own = found[name]
        yield (
            f"  encoding {name:<18} {own['tokens_per_s']} tokens/s, {own['times_as_fast']} times "
            f"sentence-transformers', cosine at least {own['least_cosine']}"
        )


def _incremental(found: Mapping[str, Any]) -> Iterator[str]:
    new = found["new_articles"]
    yield f"  rebuild, nothing new        {found['nothing_new']['seconds']:.1f} s"
    yield (
        f"  rebuild, 100 new articles   {new['seconds']:.1f} s, {new['encoded']} chunks encoded, "
        f"{found['peak_mb']:.0f} MB at most{_share(found)}"
    )


def _share(found: Mapping[str, Any]) -> str:
    if "share_of_full_build" not in found:
        return ""
    return (
        f", {100 * found['share_of_full_build']:.1f} % of a full build with encoding "
        f"({100 * found['share_with_vectors_known']:.0f} % of one with vectors known)"
    )


def _disk(found: Mapping[str, float]) -> Iterator[str]:
    named = ("generation", "semantic", "articles.db", "vectors.db")
    yield "  disk                        " + ", ".join(
        f"{name} {found[name]:,.0f} MB" for name in named
    )


def _cold(found: Mapping[str, Any]) -> Iterator[str]:
    for name in ("query", "--help"):
        yield f"  cold nksearch {name:<13} {found[name]['median_s']:.2f} s"


def _warm(found: Mapping[str, Any]) -> Iterator[str]:
    yield f"  {'milliseconds':<27} {'p50':>8} {'p95':>8} {'p99':>8}"
    for kind, called in (("whole", "whole questions"), ("six_terms", "six terms")):
        for name, own in found[kind].items():
            values = " ".join(f"{own[each]:>8.2f}" for each in ("p50_ms", "p95_ms", "p99_ms"))
            yield f"  {called:<16} {name:<10} {values}"


def _serving(found: Mapping[str, Any]) -> Iterator[str]:
    for clients in (1, 8):
        own = found[f"clients_{clients}"]
        yield (
            f"  serving {clients} client(s)         {own['answers_per_s']} answers/s, "
            f"p50 {own['p50_ms']:.0f} ms, p95 {own['p95_ms']:.0f} ms"
        )
    yield (
        f"  resident while serving      {found['resident_mb']:.0f} MB, "
        f"{found['anonymous_mb']:.0f} of it not mapped files"
    )


_SECTIONS = {
    "build": _build,
    "encoding": _encoding,
    "incremental": _incremental,
    "disk": _disk,
    "cold": _cold,
    "warm": _warm,
    "serving": _serving,
}


def _peers(peers: Mapping[str, Mapping[str, Any]]) -> Iterator[str]:
    if peers:
        yield f"  {'p50 in milliseconds':<40} {'ours':>8} {'peer':>8} {'ratio':>7}"
    for name, found in peers.items():
        if "left_out" in found:
            yield f"  {name:<40} {found['left_out']}"
            continue
        for kind, called in (("whole", "whole questions"), ("six_terms", "six terms")):
            own = found[kind]
            recall = f"  recall@10 {found['recall@10']}" if "recall@10" in found else ""
            label = f"{name}, {found['leg']}, {called}"
            yield (
                f"  {label:<40} {own['ours']['p50_ms']:>8.2f} "
                f"{own['peer']['p50_ms']:>8.2f} {own['peer_to_ours']['p50_ms']:>6.2f}x{recall}"
            )


def as_picture(sizes: Sizes) -> str:
    """Return an SVG of bars, on a scale of logarithms: the medians of ours and of each peer."""
    bars = list(_bars(sizes))
    height = _ROW * (len(bars) + 2)
    longest = max((value for _, value, _ in bars if value), default=1.0)
    least = min((value for _, value, _ in bars if value), default=0.1) / 2
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {height}" '
        'font-family="sans-serif" font-size="12">',
        f'<rect width="{_WIDTH}" height="{height}" fill="white"/>',
    ]
    for place, (label, value, colour) in enumerate(bars):
        y = _ROW * (place + 1)
        if value is None:
            parts.append(f'<text x="8" y="{y + 14}" font-weight="bold">{escape(label)}</text>')
            continue
        length = _length(value, least, longest)
        parts.append(f'<text x="{_LEFT - 8}" y="{y + 14}" text-anchor="end">{escape(label)}</text>')
        parts.append(
            f'<rect x="{_LEFT}" y="{y + 3}" width="{length:.1f}" height="{_ROW - 8}" '
            f'fill="{colour}"/>'
        )
        parts.append(f'<text x="{_LEFT + length + 6:.1f}" y="{y + 14}">{value:.3g} ms</text>')
    return "\n".join([*parts, "</svg>", ""])


def _length(value: float, least: float, longest: float) -> float:
    share = log(value / least) / log(longest / least) if longest > least else 1.0
    return (_WIDTH - _LEFT - _RIGHT) * share


def _bars(sizes: Sizes) -> Iterator[tuple[str, float | None, str]]:
    """Yield a label, the median in milliseconds (None for a heading) and a colour."""
    for at in sizes:
        for leg, called in _LEGS.items():
            own = {
                name: found["six_terms"]
                for name, found in at["peers"].items()
                if found.get("leg") == leg
            }
            if not own:
                continue
            yield f"{at['archive']['chunks']:,} chunks, {called}", None, ""
            medians = sorted(found["ours"]["p50_ms"] for found in own.values())
            yield "nksearch", medians[len(medians) // 2], _OURS
            for name, found in own.items():
                yield name, found["peer"]["p50_ms"], _PEER
