"""The weights of an export as eight-bit numbers, so that a question takes half the time.

Scalar quantisation in blocks, for which ONNX Runtime has an operator: the largest of 32 weights
becomes 127. What they are multiplied with is quantised in the same way when it is. Measured with
all-MiniLM-L6-v2 on 200 questions of five collections: 2.6 instead of 4.5 ms of processor time,
vectors with a cosine of .9997 (the lowest .9995); nDCG@10 of four of them stays the same in three
digits, by meaning and hybrid.
"""

from typing import Any

import numpy as np
import numpy.typing as npt

_BLOCK = 32  # weights that have a scale together
_LARGEST = 127
_ZERO = 128  # what stands for 0, as the operator has it unless told
_DOMAIN = "com.microsoft"
_COMPUTE_IN_INT8 = 4  # the operator's name for it: accuracy_level


def quantise(model: Any) -> bool:
    """Replace the products with constant matrices in an ONNX model; tell whether there was any."""
    import onnx
    from onnx import numpy_helper

    weights = {each.name: each for each in model.graph.initializer}
    found = [
        node
        for node in model.graph.node
        if node.op_type == "MatMul" and _fits(weights.get(node.input[1]))
    ]
    for node in found:
        matrix = numpy_helper.to_array(weights[node.input[1]])
        name = f"{node.input[1]}_{node.name}"
        codes, scales = blocks(matrix)
        model.graph.initializer.extend(
            [
                numpy_helper.from_array(codes, f"{name}_codes"),
                numpy_helper.from_array(scales, f"{name}_scales"),
            ]
        )
        node.CopyFrom(
            onnx.helper.make_node(
                "MatMulNBits",
                [node.input[0], f"{name}_codes", f"{name}_scales"],
                node.output,
                name=node.name,
                domain=_DOMAIN,
                K=matrix.shape[0],
                N=matrix.shape[1],
                bits=8,
                block_size=_BLOCK,
                accuracy_level=_COMPUTE_IN_INT8,
            )
        )
    _forget_unused(model)
    if found:
        model.opset_import.append(onnx.helper.make_opsetid(_DOMAIN, 1))
    return bool(found)


def blocks(
    matrix: npt.NDArray[np.float32],
) -> tuple[npt.NDArray[np.uint8], npt.NDArray[np.float32]]:
    """Return the codes and scales of a matrix, shape (inputs, outputs).

    Their shapes are (outputs, inputs / 32, 32) and (outputs, inputs / 32).
    """
    cut = np.ascontiguousarray(matrix.T).reshape(matrix.shape[1], -1, _BLOCK)
    scales = (np.abs(cut).max(axis=2).clip(1e-9) / _LARGEST).astype(np.float32)
    codes = np.rint(cut / scales[:, :, None]) + _ZERO
    return codes.astype(np.uint8), scales


def _fits(weight: Any) -> bool:
    import onnx

    return (
        weight is not None
        and weight.data_type == onnx.TensorProto.FLOAT
        and len(weight.dims) == 2
        and weight.dims[0] % _BLOCK == 0
    )


def _forget_unused(model: Any) -> None:
    used = {name for node in model.graph.node for name in node.input}
    kept = [each for each in model.graph.initializer if each.name in used]
    del model.graph.initializer[:]
    model.graph.initializer.extend(kept)
