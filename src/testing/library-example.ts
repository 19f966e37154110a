import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { packageRoot } from '../package-root.js';

/** The program in docs/configuration.md that uses the package as a library. @throws Error when there is none. */
export function libraryExample(): string {
  const text = readFileSync(join(packageRoot(), 'docs', 'configuration.md'), 'utf8');
  const [, program] = /^```js\n(import [^`]* from 'softmax-bench';\n[^`]*)^```$/m.exec(text) ?? [];
  if (program === undefined) {
    throw new Error('docs/configuration.md has no block of js that imports softmax-bench');
  }
  return program;
}
