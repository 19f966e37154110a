import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';

import { packageInfo, packageRoot } from '../package-root.js';
import { cliPath } from '../testing/run-process.js';

const cache = mkdtempSync(join(tmpdir(), 'softmax-bench-npx-'));
afterAll(() => {
  rmSync(cache, { recursive: true });
});

it('npx builds nothing anew when it starts the clone for the first time', () => {
  const built = statSync(cliPath).mtimeMs;
  const { status, stdout } = spawnSync('npx softmax-bench --version', {
    cwd: packageRoot(),
    shell: true,
    encoding: 'utf8',
    env: { ...process.env, npm_config_cache: cache, npm_config_offline: 'true' },
  });
  expect({ status, stdout: stdout.trim() }).toEqual({ status: 0, stdout: packageInfo().version });
  expect(statSync(cliPath).mtimeMs).toBe(built);
});
