import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';

import type { ResultDocument } from '../model/result.js';
import { packageRoot } from '../package-root.js';
import { speedsOf } from './expected-cost.js';
import { expectedResultBytes } from './result-bytes.js';

it.each(['amd-epyc-genoa-vm', 'amd-epyc-milan-vm', 'intel-xeon-emerald-rapids-vm'])(
  'expects the size of the result of %s, or up to four times as much',
  (name) => {
    const path = join(packageRoot(), 'results', 'reference', name, 'result.json');
    const text = readFileSync(path, 'utf8');
    const { plan, machine } = JSON.parse(text) as ResultDocument;
    const share = expectedResultBytes(plan, speedsOf(machine)) / text.length;
    expect(share).toBeGreaterThan(0.9);
    expect(share).toBeLessThan(4);
  },
);
