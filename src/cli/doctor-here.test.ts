import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';

import type { CheckId } from '../model/finding.js';
import { cliPath } from '../testing/run-process.js';
import type { Diagnosis } from './doctor.js';

// The doctor on this computer, started as its advice says, and where the system shows less.

const builtMachine = new URL('../../dist/src/machine', import.meta.url).href;
const isLinux = process.platform === 'linux';
const hasTaskset = isLinux && succeeds('taskset', ['-c', '0', 'true']);
const hasMounts =
  isLinux && succeeds('unshare', ['--mount', 'mount', '-t', 'tmpfs', 'none', '/sys']);
const hasPython = isLinux && succeeds('python3', ['-c', 'import ctypes']);
const hasQemu = isLinux && process.arch === 'x64' && succeeds('qemu-x86_64', ['--version']);

function succeeds(command: string, args: readonly string[]): boolean {
  return spawnSync(command, args).status === 0;
}

/** What the doctor says, started by that command; statuses and texts by check. */
function diagnosisBy(command: string, args: readonly string[]) {
  const { stdout } = spawnSync(command, [...args, process.execPath, cliPath, 'doctor', '--json'], {
    encoding: 'utf8',
    maxBuffer: 2 ** 26,
  });
  const { machine, results } = JSON.parse(stdout) as Diagnosis;
  const resultOf = (check: CheckId) => results.find((result) => result.check === check)!;
  return { machine, resultOf };
}

describe('the doctor', { timeout: 120_000 }, () => {
  it.runIf(hasTaskset)('sees the CPUs that taskset leaves', () => {
    const { machine, resultOf } = diagnosisBy('taskset', ['-c', '0']);
    expect(machine.topology?.cpus.filter(({ isUsable }) => isUsable)).toMatchObject([{ cpu: 0 }]);
    expect(resultOf('cpu-limit').status).toBe('fine');
    expect(resultOf('hybrid-cores')).toMatchObject({ status: 'fine', what: 'a single CPU' });
  });

  it.runIf(hasMounts)('knows nothing without /sys (needs to mount)', () => {
    const script = 'mount -t tmpfs none /sys && exec "$@"';
    const { machine, resultOf } = diagnosisBy('unshare', ['--mount', 'sh', '-c', script, 'sh']);
    expect(machine.topology).toBeNull();
    const checks = ['battery', 'huge-pages', 'numa', 'governor', 'hybrid-cores'] as const;
    for (const check of checks) expect(resultOf(check).status, check).toBe('unknown');
  });

  it.runIf(hasPython)('sees huge pages that were disabled for the process', () => {
    const disable =
      'import ctypes, os, sys; ctypes.CDLL(None).prctl(41, 1, 0, 0, 0); os.execv(sys.argv[1], sys.argv[1:])';
    const { resultOf } = diagnosisBy('python3', ['-c', disable]);
    // Kernels before 5.0 do not tell, and some have none.
    const result = resultOf('huge-pages');
    if (result.status === 'finding') expect(result.what).toMatch(/disabled|no transparent/);
    else expect(result.status).toBe('unknown');
  });

  it.runIf(hasQemu)('sees an emulator (needs qemu-user)', () => {
    // All of the doctor would be four times as slow to load.
    const script = `
      import { emulationOf } from ${JSON.stringify(`${builtMachine}/emulation.js`)};
      import { thisHost } from ${JSON.stringify(`${builtMachine}/host.js`)};
      console.log(emulationOf(thisHost()));`;
    const node = [process.execPath, '--input-type=module', '-e', script];
    expect(spawnSync('qemu-x86_64', node, { encoding: 'utf8' }).stdout).toBe('qemu-x86_64\n');
  });
});
