import { createRequire } from 'node:module';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

import { librarySearch } from '../../../testing/library-search.js';
import { findPackage } from './npm-package.js';
import { onnxModel } from './onnx-model.js';

interface Runtime {
  readonly InferenceSession: {
    create(model: Uint8Array): Promise<{
      run(feeds: object): Promise<{ readonly y: { readonly data: Float32Array } }>;
    }>;
  };
  readonly Tensor: new (type: string, values: Float32Array, shape: readonly number[]) => unknown;
}

const name = 'onnxruntime-node';
const runtimePackage = findPackage(name, librarySearch.projectFolder);

describe('a model of one operator', () => {
  it('names the operator of ONNX', () => {
    expect(Buffer.from(onnxModel('log-softmax')).includes('LogSoftmax')).toBe(true);
  });

  it('does not exist for other operations', () => {
    expect(() => onnxModel('copy')).toThrow('no operator for copy');
  });

  it.skipIf(runtimePackage === null).each([
    ['softmax', [0.25, 0.25, 0.5]],
    ['log-softmax', [0.25, 0.25, 0.5].map(Math.log)],
  ] as const)(`of %s is computed by ${name}`, async (operation, expected) => {
    const require = createRequire(join(librarySearch.projectFolder, 'package.json'));
    const { InferenceSession, Tensor } = require(name) as Runtime;
    const session = await InferenceSession.create(onnxModel(operation));
    const x = Float32Array.from([0, 0, Math.LN2, 5, 5, 5 + Math.LN2]);
    const { y } = await session.run({ x: new Tensor('float32', x, [2, 3]) });
    for (const [index, value] of y.data.entries())
      expect(value).toBeCloseTo(expected[index % 3]!, 5);
  });
});
