"""As much of ONNX Runtime's Python as is called, for tests where it cannot be installed; NumPy computes."""
import ctypes

import numpy

__version__ = "0.0.0"


class SessionOptions:
    pass


class InferenceSession:
    def __init__(self, model, options, providers):
        assert providers == ["CPUExecutionProvider"]
        assert options.intra_op_num_threads >= 1
        self.is_log = b"LogSoftmax" in model

    def io_binding(self):
        return Binding()

    def run_with_iobinding(self, binding):
        x = binding.x.astype(numpy.float64)
        logits = x - x.max(axis=-1, keepdims=True)
        y = logits - numpy.log(numpy.exp(logits).sum(axis=-1, keepdims=True))
        binding.y[:] = y if self.is_log else numpy.exp(y)


class Binding:
    def bind_input(self, name, device_type, device_id, element_type, shape, buffer_ptr):
        assert (name, device_type, device_id) == ("x", "cpu", 0)
        self.x = array_at(buffer_ptr, element_type, shape)

    def bind_output(self, name, device_type, device_id, element_type, shape, buffer_ptr):
        assert (name, device_type, device_id) == ("y", "cpu", 0)
        self.y = array_at(buffer_ptr, element_type, shape)


def array_at(address, element_type, shape):
    assert element_type is numpy.float32
    count = shape[0] * shape[1]
    return numpy.frombuffer((ctypes.c_float * count).from_address(address), numpy.float32).reshape(shape)
