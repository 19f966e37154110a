import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

import { packageRoot } from '../../../package-root.js';
import { librarySearch } from '../../../testing/library-search.js';
import { pythonWith } from '../../../testing/python-with.js';
import { startPython } from './python-process.js';

const folder = mkdtempSync(join(tmpdir(), 'softmax-bench-modules-'));

/** A file in that folder. */
function fileOf(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

describe('a Python that calls a library', () => {
  const { python } = librarySearch;
  const hasPython = python !== 'python3';

  it('that is not there is named', async () => {
    const process = startPython('python3-of-nobody');
    await expect(process.ask({ do: 'load', library: 'numpy' })).rejects.toThrow(
      /^no command python3-of-nobody$/,
    );
    await process.close();
  });

  it.runIf(hasPython)('says which module it lacks', async () => {
    const process = startPython(python);
    await expect(process.ask({ do: 'load', library: 'nothing' })).rejects.toThrow(
      `${python}: No module named 'softmax_nothing'`,
    );
    await process.close();
  });

  it.runIf(hasPython)('may import what prints, reads and warns', async () => {
    const text = `import os, sys
print('welcome')
os.write(1, b'to the file itself')
assert sys.stdin.read() == ''
print('a warning', file=sys.stderr)
VERSION = '1.2'
`;
    fileOf('softmax_chatty.py', text);
    const process = startPython(pythonWith(folder));
    const { fields } = await process.ask({ do: 'load', library: 'chatty' });
    expect(fields.version).toBe('1.2');
    await process.close();
  });

  it.runIf(hasPython).each([
    ['import os\nos.kill(os.getpid(), 11)', 'was killed by SIGSEGV'],
    ['sys.exit("no licence")', 'exited with code 1: no licence'],
    ['print("garbage")', 'sent "garbage", which is no reply'],
    ['print(\'{"bytes": 9}\')', 'sent "{"bytes": 9}", which is no reply'],
    ['print(\'{"bytes": 0}\\nmore\')', 'sent more than its reply'],
  ])('that does %j is told in one line', async (text, message) => {
    const script = fileOf('script.py', `import sys\nsys.stdin.readline()\n${text}\n`);
    const process = startPython(python, { script });
    await expect(process.ask({ do: 'load', library: 'numpy' })).rejects.toThrow(
      `${python} ${message}`,
    );
    await process.close();
  });

  it.runIf(hasPython)('that hangs is ended', async () => {
    const script = fileOf('hang.py', 'import time\ntime.sleep(60)\n');
    const process = startPython(python, { script, answerLimitMs: 500 });
    await expect(process.ask({ do: 'load', library: 'numpy' })).rejects.toThrow(
      `${python} gave no answer within 0.5 s`,
    );
    await process.close();
  });

  it.runIf(hasPython)('repeats its input to the end of x', async () => {
    const text = `VERSION = '1'
def prepare(x, y, request):
    def copy():
        y[:] = x[:]
    return copy
`;
    fileOf('softmax_copy.py', text);
    const process = startPython(pythonWith(folder));
    await process.ask({ do: 'load', library: 'copy' });
    const call = { operation: 'softmax', rows: 1, threads: 1, model: null } as const;
    // Arrays that grow, and that get pages of another kind.
    for (const [columns, hugePages] of [
      [2, false],
      [5000, false],
      [3, true],
    ] as const) {
      const arrayBytes = 4 * columns;
      await process.ask({ do: 'input', bytes: 3, arrayBytes, hugePages }, Buffer.from('abc'));
      await process.ask({ do: 'prepare', ...call, columns });
      const { body } = await process.ask({ do: 'execute' }, undefined, Buffer.alloc(arrayBytes));
      expect(body.toString()).toBe('abc'.repeat(2 * columns).slice(0, arrayBytes));
    }
    const { peakBytes } = (await process.ask({ do: 'peak' })).fields;
    expect(peakBytes).toBeGreaterThan(4e6);
    expect(peakBytes).toBeLessThan(200e6);
    await process.close();
  });

  it.runIf(hasPython)('dies with the process that started it, also in a call', async () => {
    const text = `import os, time
VERSION = str(os.getpid())
def prepare(x, y, request):
    return lambda: time.sleep(60)
`;
    fileOf('softmax_slow.py', text);
    const program = `
      const { startPython } = await import(process.argv[1]);
      const python = startPython(process.argv[2]);
      const { fields } = await python.ask({ do: 'load', library: 'slow' });
      console.log(fields.version);
      await python.ask({ do: 'prepare', operation: 'softmax', rows: 1, columns: 1, threads: 1, model: null });
    `;
    const module = join(
      packageRoot(),
      'dist',
      'src',
      'backends',
      'external',
      'libraries',
      'python-process.js',
    );
    const flags = ['--input-type=module', '-e', program, module, pythonWith(folder)];
    const parent = spawn(process.execPath, flags, { stdio: ['ignore', 'pipe', 'inherit'] });
    const [output] = (await once(parent.stdout, 'data')) as [Buffer];
    const pid = Number(output.toString());
    expect(isAlive(pid)).toBe(true);
    parent.kill('SIGKILL');
    await expect.poll(() => isAlive(pid), { timeout: 20_000 }).toBe(false);
  });
});

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
