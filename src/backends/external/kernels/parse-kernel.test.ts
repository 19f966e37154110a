import { describe, expect, it } from 'vitest';

import { parseKernel } from './parse-kernel.js';

describe('parseKernel', () => {
  it.each([
    ['./libmine.so:my_softmax', 'my_softmax', './libmine.so', 'my_softmax', 'array'],
    ['mine=./libmine.so:f', 'mine', './libmine.so', 'f', 'array'],
    ['libmine.so:f:rows', 'f', 'libmine.so', 'f', 'rows'],
    ['libmine.so:f:array', 'f', 'libmine.so', 'f', 'array'],
    ['build/libmine.so', 'mine', 'build/libmine.so', null, 'array'],
    ['my softmax.c', 'my_softmax', 'my softmax.c', null, 'array'],
    ['my.c::rows', 'my', 'my.c', null, 'rows'],
    ['1.cpp', 'kernel_1', '1.cpp', null, 'array'],
    ['C:\\k\\mine.dll:f', 'f', 'C:\\k\\mine.dll', 'f', 'array'],
    ['a=b/c=d.so:f', 'a', 'b/c=d.so', 'f', 'array'],
    ['b/c=d.so:f', 'f', 'b/c=d.so', 'f', 'array'],
  ])('reads %s', (text, id, file, symbol, signature) => {
    expect(parseKernel(text)).toEqual({ text, id, file, symbol, signature });
  });

  it.each([
    [':f', 'kernel :f: no file: expected file:symbol or name=file:symbol'],
    ['a b=x.so:f', 'kernel a b=x.so:f: "a b" is no name'],
    ['=x.so:f', 'kernel =x.so:f: "" is no name'],
  ])('refuses %s', (text, message) => {
    expect(() => parseKernel(text)).toThrow(message);
  });
});
