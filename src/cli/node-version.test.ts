import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';

import { packageRoot } from '../package-root.js';
import { oldestNodeMajor, requireNode } from './node-version.js';

it('is refused in one line before 20', () => {
  expect(() => requireNode('18.20.8')).toThrow(
    /^Node 18\.20\.8 is too old: install Node 20 or newer$/,
  );
  for (const version of ['20.0.0', '22.1.0', '100.0.0'])
    expect(() => requireNode(version)).not.toThrow();
});

it('is what package.json says', () => {
  const text = readFileSync(join(packageRoot(), 'package.json'), 'utf8');
  const { engines } = JSON.parse(text) as { engines: { node: string } };
  expect(engines.node).toBe(`>=${oldestNodeMajor}`);
});
