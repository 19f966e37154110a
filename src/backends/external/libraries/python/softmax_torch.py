"""PyTorch: torch.softmax and torch.log_softmax with out=, which makes no array, on torch.set_num_threads threads."""
from functools import partial

import torch

VERSION = torch.__version__

torch.set_grad_enabled(False)

FUNCTIONS = {"softmax": torch.softmax, "log-softmax": torch.log_softmax}


def prepare(x, y, request):
    shape = request["rows"], request["columns"]
    source, result = (
        torch.frombuffer(memory, dtype=torch.float32, count=shape[0] * shape[1]).view(shape)
        for memory in (x, y)
    )
    torch.set_num_threads(request["threads"])
    return partial(FUNCTIONS[request["operation"]], source, -1, out=result)
