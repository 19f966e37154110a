import type { FoundExternal } from '../backends/external/external.js';
import { parseDeclaredPasses } from '../backends/external/kernels/declared-passes.js';
import { findKernels } from '../backends/external/kernels/find-kernels.js';
import { findLibraries, libraryNames } from '../backends/external/libraries/index.js';
import { SoftmaxBenchError } from '../errors.js';
import type { External } from '../model/external.js';
import type { RunConfig } from '../model/run-config.js';
import { findAlgorithm } from '../softmax/algorithms.js';

/** Outputs of float32 that are this wrong are useless to anybody. */
const usualTolerance = 0.01;

/** What was found for a run, and what looking for libraries took; 0 without any. */
export interface FoundExternals {
  readonly externals: readonly FoundExternal[];
  readonly librarySearchSeconds: number;
}

/**
 * The external implementations that a config names, where they are on this computer.
 * @param tell is told the command that compiles a source file.
 * @throws SoftmaxBenchError for one that is named and cannot be had.
 */
export async function findExternals(
  { kernels = [], kernelPasses, kernelTolerance = usualTolerance, libraries, python }: RunConfig,
  tell: (line: string) => void,
): Promise<FoundExternals> {
  if (kernels.length === 0 && kernelPasses !== undefined) {
    throw new SoftmaxBenchError(
      'kernel passes without a kernel: add --kernel, or kernels to the config',
    );
  }
  const passes = kernelPasses === undefined ? null : parseDeclaredPasses(kernelPasses);
  const found = findKernels(kernels, { passes, tolerance: kernelTolerance, tell });
  for (const { external } of found) requireFreeName(external);
  const startMs = performance.now();
  const ofLibraries = await findNamedLibraries(libraries ?? [], python);
  return {
    externals: [...ofLibraries, ...found],
    librarySearchSeconds: libraries === undefined ? 0 : (performance.now() - startMs) / 1000,
  };
}

async function findNamedLibraries(
  names: readonly string[],
  python = 'python3',
): Promise<readonly FoundExternal[]> {
  const { found, missing } = await findLibraries(names, { python, projectFolder: process.cwd() });
  for (const name of names) {
    // `onnxruntime` has several forms, of which one will do.
    const isMeant = (id: string): boolean => id === name || id.startsWith(`${name}-`);
    const lacking = missing.find(({ id }) => isMeant(id));
    if (lacking === undefined || found.some(({ external }) => isMeant(external.id))) continue;
    const { id, reason, remedy } = lacking;
    throw new SoftmaxBenchError(`library ${id}: ${reason}; to get it: ${remedy}`);
  }
  return found;
}

function requireFreeName({ id, title }: External): void {
  const owner = libraryNames.includes(id)
    ? 'a library'
    : findAlgorithm(id) !== undefined
      ? 'an algorithm'
      : null;
  if (owner === null) return;
  throw new SoftmaxBenchError(
    `${title}: ${id} is the name of ${owner}: give the kernel another, as in mine=file:symbol`,
  );
}

/** What differs in the external implementations from those of an interrupted run, one clause each. */
export function externalDifferences(
  before: readonly External[],
  now: readonly FoundExternal[],
): readonly string[] {
  return before.flatMap(({ id, title, version }) => {
    const same = now.find(({ external }) => external.id === id)?.external;
    if (same === undefined) return [`${title} is not found any more`];
    if (same.version === version) return [];
    return [`${title} was ${version ?? 'of no version'}, is ${same.version ?? 'of no version'}`];
  });
}
