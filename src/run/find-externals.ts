import { libraryIds, type FoundExternal } from '../backends/external/external.js';
import { parseDeclaredPasses } from '../backends/external/kernels/declared-passes.js';
import { findKernels } from '../backends/external/kernels/find-kernels.js';
import { findLibraries } from '../backends/external/libraries/index.js';
import { SoftmaxBenchError } from '../errors.js';
import type { External } from '../model/external.js';
import type { RunConfig } from '../model/run-config.js';
import { findAlgorithm } from '../softmax/algorithms.js';

/** Outputs of float32 that are this wrong are useless to anybody. */
const usualTolerance = 0.01;

/**
 * The external implementations that a config names, where they are on this computer.
 * @param tell is told the command that compiles a source file.
 * @throws SoftmaxBenchError for one that is named and cannot be had.
 */
export async function findExternals(
  config: RunConfig,
  tell: (line: string) => void,
): Promise<readonly FoundExternal[]> {
  const { kernels = [], kernelPasses, kernelTolerance = usualTolerance } = config;
  const passes = kernelPasses === undefined ? null : parseDeclaredPasses(kernelPasses);
  const found = findKernels(kernels, { passes, tolerance: kernelTolerance, tell });
  for (const { external } of found) requireFreeName(external);
  return [...(await namedLibraries(config)), ...found];
}

/** What the user named must be there, in one of its forms; of `auto` it is left out. */
async function namedLibraries({
  libraries = [],
  python = 'python3',
}: RunConfig): Promise<readonly FoundExternal[]> {
  const search = { python, projectFolder: process.cwd() };
  const { found, missing } = await findLibraries(libraries, search);
  for (const name of libraries) {
    const isMeant = (id: string): boolean => id === name || id.startsWith(`${name}-`);
    if (found.some(({ external }) => isMeant(external.id))) continue;
    const lacking = missing.find(({ id }) => isMeant(id));
    if (lacking === undefined) continue;
    throw new SoftmaxBenchError(`${lacking.id}: ${lacking.reason}: ${lacking.remedy}`);
  }
  return found;
}

function requireFreeName({ id, title }: External): void {
  const isLibrary = libraryIds.some((library) => library === id);
  if (findAlgorithm(id) === undefined && !isLibrary) return;
  const owner = isLibrary ? 'a library' : 'an algorithm';
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
