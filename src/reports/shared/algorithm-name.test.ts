import { expect, it } from 'vitest';

import { shortAlgorithmName } from './algorithm-name.js';

it.each([
  ['three-pass-recompute-nt', 'recompute-nt'],
  ['three-pass-reload-skeleton', 'reload-skeleton'],
  ['two-pass', 'two-pass'],
  ['log-softmax-three-pass-nt', 'three-pass-nt'],
  ['logsumexp-one-pass', 'one-pass'],
  ['copy-nt', 'copy-nt'],
])('%s is %s over a column', (id, name) => {
  expect(shortAlgorithmName(id)).toBe(name);
});
