import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { packageRoot } from '../../package-root.js';
import { createRandom } from '../../statistics/random.js';
import { kinds, minimised, problemWith, type Finding } from './kinds.js';

// The process that tries inputs; scripts/fuzz.ts starts it and watches that it goes on.
// Arguments: seed, seconds, file for the input that is being tried.

const [seed = 1, seconds = 60] = process.argv.slice(2).map(Number);
const casePath = process.argv[4];
const endMs = performance.now() + 1000 * seconds;
const counts = new Map<string, number>();
/** Without their numbers and names: one cause has one finding. */
const found = new Set<string>();

for (let turn = 0; performance.now() < endMs; turn += 1) {
  for (const [index, [kind, count]] of kinds.entries()) {
    const random = createRandom(seed, turn * kinds.length + index);
    for (let number = 0; number < count && performance.now() < endMs; number += 1) {
      const edits = kind.draw(random);
      if (casePath !== undefined)
        writeFileSync(casePath, JSON.stringify({ kind: kind.name, edits }));
      const problem = await problemWith(kind, edits);
      counts.set(kind.name, (counts.get(kind.name) ?? 0) + 1);
      if (problem === null) continue;
      const cause = `${kind.name} ${problem.split('\n')[0]!.replaceAll(/\d+|"[^"]*"/g, '')}`;
      if (found.has(cause)) continue;
      found.add(cause);
      store({ kind: kind.name, edits: await minimised(kind, edits), problem });
    }
  }
}
console.log([...counts].map(([name, count]) => `${name} ${count}`).join(', '));
process.exitCode = found.size === 0 ? 0 : 1;

function store(finding: Finding): void {
  const name = createHash('sha256').update(JSON.stringify(finding.edits)).digest('hex').slice(0, 8);
  const path = join(
    packageRoot(),
    'src',
    'testing',
    'fuzz',
    'findings',
    `${finding.kind}-${name}.json`,
  );
  writeFileSync(path, `${JSON.stringify(finding, null, 2)}\n`);
  console.log(`${path}: ${finding.problem.split('\n').slice(0, 3).join(' | ')}`);
}
