"""NumPy has no softmax: this is the usual expression, with out= for every array. On one thread."""
import numpy

VERSION = numpy.__version__

# Of a row with NaN or infinities NaN is the right result.
numpy.seterr(all="ignore")


def prepare(x, y, request):
    shape = request["rows"], request["columns"]
    source, result = (
        numpy.frombuffer(memory, numpy.float32, shape[0] * shape[1]).reshape(shape)
        for memory in (x, y)
    )
    largest, total = (numpy.empty((shape[0], 1), numpy.float32) for _ in range(2))

    def exponentials():
        numpy.max(source, axis=-1, keepdims=True, out=largest)
        numpy.subtract(source, largest, out=result)
        numpy.exp(result, out=result)
        numpy.sum(result, axis=-1, keepdims=True, out=total)

    def softmax():
        exponentials()
        numpy.divide(result, total, out=result)

    def log_softmax():
        exponentials()
        numpy.log(total, out=total)
        numpy.add(total, largest, out=total)
        numpy.subtract(source, total, out=result)

    return softmax if request["operation"] == "softmax" else log_softmax
