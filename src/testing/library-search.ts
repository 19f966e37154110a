import { existsSync } from 'node:fs';
import { join } from 'node:path';

import type { LibrarySearch } from '../backends/external/external.js';
import { packageRoot } from '../package-root.js';

/** Where `.ci/run` installs packages of npm that are too large for each `npm ci`. */
const projectFolder = join(packageRoot(), 'build', 'libraries');

const debianPython = '/usr/bin/python3';

/** Where tests look for libraries: the Python of the system, whose packages CI installs, and that folder. */
export const librarySearch: LibrarySearch = {
  python: existsSync(debianPython) ? debianPython : 'python3',
  projectFolder,
};
