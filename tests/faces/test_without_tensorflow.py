"""The stand-in for TensorFlow: classes can be defined on it, and nothing can be done with it."""

import subprocess
import sys

TRY = """
from bot.service.without_tensorflow import leave_out
leave_out()
import tensorflow as tf
from tensorflow.keras import layers

class Layer(layers.Dense):
    @tf.function
    def call(self, x: tf.Tensor) -> tf.Tensor:
        return x

assert Layer.call(None, 3) == 3
try:
    tf.constant(1)
except RuntimeError as error:
    print(error)
try:
    Layer()
except RuntimeError as error:
    print(error)
"""


def run(code: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60)


def test_definitions_pass_and_use_is_refused_with_the_remedy():
    done = run(TRY)
    assert done.returncode == 0, done.stderr
    first, second = done.stdout.splitlines()
    assert first.startswith("tensorflow.constant needs TensorFlow") and "without_tensorflow" in first
    assert "Layer needs TensorFlow" in second


def test_it_comes_too_late_once_tensorflow_is_there():
    done = run(
        "import sys; sys.modules['tensorflow'] = sys\nfrom bot.service.without_tensorflow import leave_out\nleave_out()"
    )
    assert "TensorFlow is loaded already" in done.stderr
