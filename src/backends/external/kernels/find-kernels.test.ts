import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';

import { describeCompiled } from '../../../testing/describe-compiled.js';
import { compileKernel } from './compile-kernel.js';
import { findKernels } from './find-kernels.js';
import { kernelTemplates } from './kernel-templates.js';
import { objectProblem } from './object-header.js';

const folder = mkdtempSync(join(tmpdir(), 'softmax-bench-kernels-'));
// Shared objects are compiled there.
vi.stubEnv('TMPDIR', folder);
afterAll(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true });
});

const told: string[] = [];
const options = { passes: null, tolerance: 0.01, tell: (line: string) => told.push(line) };
const find = (...texts: readonly string[]) => findKernels(texts, options);

/** A file in the folder. */
function written(name: string, content: string | Uint8Array): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

describe('a kernel', () => {
  it('that is not there, or no shared object, is refused in one line', () => {
    expect(() => find('./nothing.so:f')).toThrow(
      'kernel ./nothing.so:f: ./nothing.so: no such file',
    );
    const text = written('text.so', 'text');
    expect(() => find(`${text}:f`)).toThrow(`${text} is no shared object`);
    const archive = written('archive.so', `!<arch>\n${' '.repeat(100)}`);
    expect(() => find(`${archive}:f`)).toThrow('but a static library: link it with -shared');
    expect(() => find(written('empty.so', ''))).toThrow('is no shared object: it is empty');
  });

  it.runIf(process.platform !== 'win32').each(['pipe', 'device'])(
    'that is a %s is refused',
    (kind) => {
      const pipe = join(folder, 'pipe.so');
      if (kind === 'pipe') expect(spawnSync('mkfifo', [pipe]).status).toBe(0);
      const path = kind === 'pipe' ? pipe : '/dev/zero';
      expect(() => find(`${path}:f`)).toThrow(`${path}: is not a regular file`);
    },
  );

  it.runIf(process.platform === 'linux')('of another format or architecture is refused', () => {
    const own = readFileSync('/proc/self/exe').subarray(0, 4096);
    const header = Buffer.from(own);
    header.writeUInt16LE(3, 16);
    expect(objectProblem(header)).toBeNull();
    expect(objectProblem(header, { platform: 'linux', arch: 'riscv64' })).toBe(
      `is for ${process.arch}, this process is for riscv64`,
    );
    expect(objectProblem(header, { platform: 'darwin', arch: process.arch })).toBe(
      'is a ELF file, this system loads Mach-O',
    );
    header.writeUInt16LE(183, 18);
    if (process.arch === 'x64') expect(objectProblem(header)).toMatch(/^is for arm64/);
    header.writeUInt16LE(1, 16);
    expect(objectProblem(header, { platform: 'linux', arch: 'arm64' })).toBe(
      'is no shared object: link it with -shared',
    );
  });

  it('is known by its name alone', () => {
    expect(() => find('a.so:f', 'b.so:f')).toThrow(
      'kernel b.so:f: another kernel is called f: give it a name, as in other=b.so:f',
    );
  });
});

describeCompiled('a source file', () => {
  let two = '';
  beforeAll(() => {
    const source = written(
      'two.c',
      'void scale(void) {} void max(void) {} static void own(void) {}',
    );
    two = compileKernel(source, folder, options.tell);
  });

  it('is compiled for this CPU by a command that is shown', () => {
    const path = written('my-softmax.c', kernelTemplates.c);
    told.length = 0;
    const [found] = find(`mine=${path}`);
    expect(told).toHaveLength(1);
    expect(told[0]).toMatch(/^\S+ -O3 -m\w+=native -shared -fPIC -o \S+\.so \S+my-softmax\.c -lm$/);
    expect(found).toMatchObject({
      external: {
        id: 'mine',
        kind: 'kernel',
        title: 'my_softmax of my-softmax.c',
        version: expect.stringMatching(/^sha256 [0-9a-f]{12}$/) as string,
        memory: 'shared',
        tolerance: 0.01,
      },
      source: { symbol: 'my_softmax', signature: 'array' },
    });
    // The same code is the same version, in whatever folder it is compiled.
    expect(find(`mine=${path}`)[0]!.external).toEqual(found!.external);
  });

  it('in C++ needs the linkage of C', () => {
    expect(find(written('plus.cpp', kernelTemplates.cpp))[0]!.source).toMatchObject({
      symbol: 'my_softmax',
    });
    expect(() => find(`${written('mangled.cc', 'void f(const float*) {}')}:f`)).toThrow(
      /: f is exported as _Z1fPKf: declare it extern "C"$/,
    );
  });

  it('that does not compile is refused with what the compiler says', () => {
    expect(() => find(written('bad.c', 'void f( {}'))).toThrow(
      /^bad\.c does not compile with \S+:\n.*bad\.c:1:\d+: error/,
    );
  });

  it('tells which functions there are', () => {
    expect(() => find(`${two}:scal`)).toThrow('exports no function scal, did you mean "scale"?');
    expect(() => find(`${two}:something_else`)).toThrow(
      'exports no function something_else; it exports max, scale',
    );
    expect(() => find(two)).toThrow(`Name it, as in ${two}:my_softmax; it exports max, scale`);
    expect(() => find(written('none.c', 'static int own;'))).toThrow('; it exports none');
  });

  it('needs a compiler that is there', () => {
    const compile = () =>
      compileKernel(written('any.c', ''), folder, options.tell, { CC: 'no-such-cc -g' });
    expect(compile).toThrow(/^no-such-cc: /);
  });
});
