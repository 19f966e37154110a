import { suggestion } from '../../../config/closest-match.js';
import { SoftmaxBenchError } from '../../../errors.js';
import {
  libraryIds,
  type ExternalSource,
  type FoundExternal,
  type LibraryAdapter,
  type LibraryId,
  type LibrarySearch,
  type MissingLibrary,
  type OpenExternal,
} from '../external.js';
import { numpy } from './numpy.js';
import { onednn } from './onednn.js';
import { onnxruntimeNode } from './onnxruntime-node.js';
import { onnxruntimePython } from './onnxruntime-python.js';
import { tfjsWasm } from './tfjs-wasm.js';
import { torch } from './torch.js';
import { xnnpack } from './xnnpack.js';

/** In the order in which they are listed. */
const adapters: readonly LibraryAdapter[] = [
  xnnpack,
  onednn,
  onnxruntimeNode,
  tfjsWasm,
  torch,
  onnxruntimePython,
  numpy,
];

/** Names that stand for several libraries. */
const groups: Readonly<Record<string, readonly LibraryId[]>> = {
  auto: libraryIds,
  onnxruntime: ['onnxruntime-node', 'onnxruntime-python'],
};

/** What `--libraries` takes. */
export const libraryNames: readonly string[] = [...Object.keys(groups), ...libraryIds];

/** Libraries that are here, and others with the reason. */
export interface FoundLibraries {
  readonly found: readonly FoundExternal[];
  readonly missing: readonly MissingLibrary[];
}

/**
 * Looks for the libraries of these names, at the same time; each is there once.
 * @param names of `libraryNames`.
 * @throws SoftmaxBenchError for any other name.
 */
export async function findLibraries(
  names: readonly string[],
  search: LibrarySearch,
): Promise<FoundLibraries> {
  const ids = new Set(names.flatMap(idsOf));
  const chosen = adapters.filter(({ id }) => ids.has(id));
  const results = await Promise.all(chosen.map((adapter) => adapter.find(search)));
  return {
    found: results.filter((result) => 'external' in result),
    missing: results.filter((result) => 'reason' in result),
  };
}

function idsOf(name: string): readonly string[] {
  const group = groups[name];
  if (group !== undefined) return group;
  if (libraryNames.includes(name)) return [name];
  throw new SoftmaxBenchError(
    `no library "${name}"${suggestion(name, libraryNames)} (expected ${libraryNames.join(', ')})`,
  );
}

/**
 * Opens a library in this process.
 * @throws SoftmaxBenchError where it does not load.
 */
export function openLibrary(
  source: Extract<ExternalSource, { readonly kind: 'library' }>,
): Promise<OpenExternal> {
  return adapters.find(({ id }) => id === source.id)!.open(source.location);
}
