// Makes the compiled command executable, which tsc does not: npx starts it by its file.
import { chmodSync } from 'node:fs';
import { join } from 'node:path';

import { packageRoot } from '../src/package-root.js';

chmodSync(join(packageRoot(), 'dist', 'src', 'cli.js'), 0o755);
