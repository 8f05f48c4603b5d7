"""Weights of eight bits: codes as worked out by hand, and products that stay what they were."""

import numpy as np
import onnx
import onnxruntime
from onnx import TensorProto, helper, numpy_helper

from nksearch.models.quantisation import blocks, quantise


def model_of(matrix: np.ndarray) -> onnx.ModelProto:
    shapes = [
        helper.make_tensor_value_info(name, TensorProto.FLOAT, [1, width])
        for name, width in zip(("x", "y"), matrix.shape)
    ]
    node = helper.make_node("MatMul", ["x", "weights"], ["y"], name="product")
    weights = [numpy_helper.from_array(matrix, "weights")]
    graph = helper.make_graph([node], "graph", shapes[:1], shapes[1:], weights)
    made: onnx.ModelProto = helper.make_model(
        graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8
    )
    return made


def product(model: onnx.ModelProto, vector: np.ndarray) -> np.ndarray:
    session = onnxruntime.InferenceSession(model.SerializeToString())
    found: np.ndarray = session.run(None, {"x": vector[None]})[0][0]
    return found


def test_the_largest_weight_of_a_block_becomes_127_beyond_the_zero() -> None:
    matrix = np.zeros((64, 1), np.float32)
    matrix[:3, 0], matrix[33, 0] = (2.54, -2.54, 0.5), 1
    codes, scales = blocks(matrix)
    assert (1, 2, 32) == codes.shape
    assert [255, 1, 153, 128] == codes[0, 0, :4].tolist()
    assert [128, 255, 128] == codes[0, 1, :3].tolist()
    np.testing.assert_allclose(scales, [[0.02, 1 / 127]], rtol=1e-6)


def test_a_quantised_product_is_about_the_same_and_its_matrix_is_gone() -> None:
    rng = np.random.default_rng(1)
    matrix, vector = (
        rng.standard_normal((384, 96), np.float32),
        rng.standard_normal(384, np.float32),
    )
    model = model_of(matrix)
    assert quantise(model)
    assert ["MatMulNBits"] == [node.op_type for node in model.graph.node]
    assert "weights" not in [each.name for each in model.graph.initializer]
    expected, found = vector @ matrix, product(model, vector)
    assert expected @ found / np.linalg.norm(expected) / np.linalg.norm(found) > 0.999
    assert np.abs(found - expected).max() < 0.05 * np.abs(expected).max()


def test_a_matrix_that_cannot_be_cut_into_blocks_stays() -> None:
    model = model_of(np.ones((24, 4), np.float32))
    assert not quantise(model)
    assert ["MatMul"] == [node.op_type for node in model.graph.node]
    assert ["weights"] == [each.name for each in model.graph.initializer]
