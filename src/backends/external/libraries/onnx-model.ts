import type { OperationId } from '../../../model/vocabulary.js';

/** From opset 13 on, softmax takes the last axis where none is given. */
const opsetVersion = 13;
/** What came with that opset; every later runtime reads it. */
const irVersion = 7;
const floatElements = 1;

const operators: Partial<Record<OperationId, string>> = {
  softmax: 'Softmax',
  'log-softmax': 'LogSoftmax',
};

/**
 * An ONNX model (onnx.proto) of one operator from x to y, which are float32 of any rows and columns.
 * @throws Error for an operation that has no operator.
 */
export function onnxModel(operation: OperationId): Uint8Array {
  const operator = operators[operation];
  if (operator === undefined) throw new Error(`no operator for ${operation}`);
  const node = [...field(1, text('x')), ...field(2, text('y')), ...field(4, text(operator))];
  const graph = [
    ...field(1, node),
    ...field(2, text('softmax-bench')),
    ...field(11, valueInfo('x')),
    ...field(12, valueInfo('y')),
  ];
  return Uint8Array.from([
    ...number(1, irVersion),
    ...field(7, graph),
    ...field(8, number(2, opsetVersion)),
  ]);
}

function valueInfo(name: string): readonly number[] {
  const shape = ['rows', 'columns'].flatMap((axis) => field(1, field(2, text(axis))));
  const tensor = [...number(1, floatElements), ...field(2, shape)];
  return [...field(1, text(name)), ...field(2, field(1, tensor))];
}

// Of the protobuf encoding only what is needed: numbers and lengths below 2^14.

function field(id: number, content: readonly number[]): readonly number[] {
  return [(id << 3) | 2, ...varint(content.length), ...content];
}

function number(id: number, value: number): readonly number[] {
  return [id << 3, ...varint(value)];
}

function varint(value: number): readonly number[] {
  return value < 128 ? [value] : [(value & 127) | 128, value >> 7];
}

function text(value: string): readonly number[] {
  return [...Buffer.from(value)];
}
