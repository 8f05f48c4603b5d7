"""Vectors as codes: a byte for each dimension, and one scale, which the codes are multiplied with.

Scalar quantisation, as in Jégou, Douze and Schmid, "Product Quantization for Nearest Neighbor
Search" (2011), section V, done for each vector alone: the largest of its numbers becomes 127.
A cosine of two vectors of length 1 is off by 0.001 on average then.
"""

import numkong
import numpy as np
import numpy.typing as npt

from nksearch.models.encoder import Vectors
from nksearch.postings import Scores

Codes = npt.NDArray[np.int8]  # shape (rows, dimension)

_LARGEST = 127


def encode(vectors: Vectors) -> tuple[Codes, Scores]:
    """Return the codes of vectors, shape (rows, dimension), and their scales, shape (rows,)."""
    scales = np.abs(vectors).max(axis=1, initial=1e-9) / _LARGEST
    return np.rint(vectors / scales[:, None]).astype(np.int8), scales


def decode(codes: Codes, scales: Scores) -> Vectors:
    """Return about the vectors that have these codes."""
    vectors: Vectors = codes * scales[:, None]
    return vectors


def approximate_products(vector: Vectors, codes: Codes, scales: Scores) -> Scores:
    """Return about the dot product of a vector, shape (dimension,), with all that have codes.

    The vector becomes a code as well. Nothing but the result, shape (rows,), takes memory.
    """
    own, own_scale = encode(vector[None])
    products = _products(own, codes)
    products *= scales
    products *= own_scale
    return products


def products(vector: Vectors, vectors: Vectors) -> Scores:
    """Return the dot product of a vector with others, shapes (dimension,) and (rows, dimension).

    Equal rows have equal products, wherever they stand, which no product of matrices promises.
    """
    return _products(vector[None], vectors)


def _products(one: npt.NDArray[np.generic], others: npt.NDArray[np.generic]) -> Scores:
    found: Scores = np.empty(len(others), np.float32)
    numkong.cdist(one, others, "dot", out=found[None])
    return found
