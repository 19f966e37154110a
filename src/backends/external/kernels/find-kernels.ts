import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';

import { suggestion } from '../../../config/closest-match.js';
import { SoftmaxBenchError, messageOf, systemCodeOf } from '../../../errors.js';
import type { DeclaredPass } from '../../../model/external.js';
import { sharedMemory, type FoundExternal } from '../external.js';
import { compileKernel, isSource } from './compile-kernel.js';
import { exportedNames } from './exported-names.js';
import { objectProblem } from './object-header.js';
import { parseKernel, stemOf, type KernelSpec } from './parse-kernel.js';

/** What holds for all kernels of a run. */
export interface KernelOptions {
  /** Null where nobody declared them. */
  readonly passes: readonly DeclaredPass[] | null;
  /** As `External.tolerance`. */
  readonly tolerance: number;
  /** Is told the command that compiles a source file, and what the compiler warns of. */
  readonly tell: (line: string) => void;
}

/**
 * The kernels that the user names, each in a shared object that this process may load. Source files are compiled into a
 * folder that is there until the process ends.
 * @throws SoftmaxBenchError for the first that is not there, does not compile, or lacks its function.
 */
export function findKernels(
  texts: readonly string[],
  options: KernelOptions,
): readonly FoundExternal[] {
  const specs = texts.map(parseKernel);
  for (const [index, { id, text }] of specs.entries()) {
    if (specs.findIndex((other) => other.id === id) === index) continue;
    throw new SoftmaxBenchError(
      `kernel ${text}: another kernel is called ${id}: give it a name, as in other=${text}`,
    );
  }
  return specs.map((spec) => findKernel(spec, options));
}

function findKernel(spec: KernelSpec, { passes, tolerance, tell }: KernelOptions): FoundExternal {
  const path = resolve(spec.file);
  const given = readFile(path, spec);
  const isCompiled = isSource(path);
  const file = isCompiled ? compileKernel(path, temporaryFolder(), tell) : path;
  const bytes = isCompiled ? readFile(file, spec) : given;
  const problem = objectProblem(bytes);
  if (problem !== null) throw new SoftmaxBenchError(`kernel ${spec.text}: ${spec.file} ${problem}`);
  const symbol = symbolOf(spec, exportedNames(bytes));
  return {
    external: {
      id: spec.id,
      kind: 'kernel',
      title: `${symbol} of ${basename(spec.file)}`,
      version: `sha256 ${createHash('sha256').update(bytes).digest('hex').slice(0, 12)}`,
      operations: [{ operation: 'softmax', passes }],
      passesSource: passes === null ? null : '--kernel-passes',
      memory: 'shared',
      hasThreads: false,
      hasRows: true,
      shortestCallNs: 0,
      remark: null,
      tolerance,
    },
    source: { kind: 'kernel', id: spec.id, file, symbol, signature: spec.signature },
    memory: sharedMemory(8e6),
  };
}

function readFile(path: string, { text, file }: KernelSpec): Buffer {
  try {
    // A pipe may be waited for without end, and a device has none.
    if (statSync(path).isFile()) return readFileSync(path);
  } catch (error) {
    const reason = systemCodeOf(error) === 'ENOENT' ? 'no such file' : messageOf(error);
    throw new SoftmaxBenchError(`kernel ${text}: ${file}: ${reason}`);
  }
  throw new SoftmaxBenchError(`kernel ${text}: ${file}: is not a regular file`);
}

/** @param names of the functions in the file; null where these are not known. */
function symbolOf({ text, file, symbol }: KernelSpec, names: readonly string[] | null): string {
  const stem = stemOf(file).replaceAll(/\W/g, '_');
  if (names === null) return symbol ?? stem;
  if (symbol !== null && names.includes(symbol)) return symbol;
  const wanted = symbol ?? stem;
  const mangled = names.find((name) => name.startsWith(`_Z${wanted.length}${wanted}`));
  if (mangled !== undefined) {
    throw new SoftmaxBenchError(
      `kernel ${text}: ${wanted} is exported as ${mangled}: declare it extern "C"`,
    );
  }
  if (symbol !== null) {
    throw new SoftmaxBenchError(
      `kernel ${text}: ${file} exports no function ${symbol}${suggestion(symbol, names) || listed(names)}`,
    );
  }
  if (names.includes(stem)) return stem;
  const [only] = names;
  if (only !== undefined && names.length === 1) return only;
  throw new SoftmaxBenchError(
    `kernel ${text}: which function of ${file}? Name it, as in ${file}:my_softmax${listed(names)}`,
  );
}

const listedCount = 5;

function listed(names: readonly string[]): string {
  if (names.length === 0) return '; it exports none';
  const shown = names.slice(0, listedCount).join(', ');
  return `; it exports ${shown}${names.length > listedCount ? ' and others' : ''}`;
}

/** Gone when this process ends; the measuring processes have ended before. */
function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'softmax-bench-kernel-'));
  if (temporaryFolders.length === 0) process.once('exit', removeTemporaryFolders);
  temporaryFolders.push(folder);
  return folder;
}

const temporaryFolders: string[] = [];

function removeTemporaryFolders(): void {
  for (const folder of temporaryFolders) rmSync(folder, { recursive: true, force: true });
}
