import { chmodSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { librarySearch } from './library-search.js';

/** A command that is the Python of the tests with the modules of one more folder. */
export function pythonWith(modules: string): string {
  const command = join(mkdtempSync(join(tmpdir(), 'softmax-bench-python-')), 'python3');
  writeFileSync(
    command,
    `#!/bin/sh\nPYTHONPATH='${modules}' exec '${librarySearch.python}' "$@"\n`,
  );
  chmodSync(command, 0o755);
  return command;
}
