import { readFileSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

import { createRandom } from '../../statistics/random.js';
import { kinds, problemWith, type Finding } from './kinds.js';

const folder = join(dirname(fileURLToPath(import.meta.url)), 'findings');

describe('what fuzzing found', () => {
  it.each(readdirSync(folder).filter((name) => name.endsWith('.json')))(
    'is mended: %s',
    async (name) => {
      const finding = JSON.parse(readFileSync(join(folder, name), 'utf8')) as Finding;
      const [kind] = kinds.find(([own]) => own.name === finding.kind)!;
      expect(await problemWith(kind, finding.edits)).toBeNull();
    },
  );
});

it.each(kinds.filter(([{ name }]) => name !== 'folder'))(
  'the first inputs of a kind are taken well',
  async (kind) => {
    const random = createRandom(1);
    for (let number = 0; number < 3; number += 1) {
      expect(await problemWith(kind, kind.draw(random))).toBeNull();
    }
  },
);
