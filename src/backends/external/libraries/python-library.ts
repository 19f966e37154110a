import { SoftmaxBenchError } from '../../../errors.js';
import type { External } from '../../../model/external.js';
import { elementsOf } from '../../../model/problem.js';
import { tileElementCount } from '../../../model/run-config.js';
import type { OperationId } from '../../../model/vocabulary.js';
import type { Workspace } from '../../backend.js';
import type { LibraryAdapter, LibraryId, OpenExternal } from '../external.js';
import { libraryTolerance } from './declared.js';
import { startPython, type PythonProcess } from './python-process.js';

/** A library that is called from Python. */
export interface PythonLibrary extends Pick<
  External,
  'title' | 'operations' | 'passesSource' | 'hasThreads' | 'remark'
> {
  readonly id: LibraryId;
  /** The package, and with `softmax_` before it the module in `python/` that calls it. */
  readonly module: string;
  /** A model to call, where the library executes models. */
  readonly modelOf: ((operation: OperationId) => Uint8Array) | null;
}

/** A call and its clock are a loop of Python's, which this makes a part in a hundred at most. */
const shortestCallNs = 50_000;

/** By how much a Python grows in its calls, threads and all: 11 MB with PyTorch 1.13. */
const callingBytes = 16e6;

/** The output of the last call, of whatever library: only one is called at a time. */
let received = Buffer.alloc(0);

/** The adapter of a library that is called from Python. */
export function pythonAdapter(library: PythonLibrary): LibraryAdapter {
  const { id, title, module, modelOf, ...facts } = library;
  return {
    id,
    title,
    find: async ({ python }) => {
      const remedy = `${python} -m pip install ${module}`;
      const process = startPython(python);
      try {
        const version = await load(process, module);
        const { peakBytes = 0 } = (await process.ask({ do: 'peak' })).fields;
        const external = {
          ...{ ...facts, id, title, version, kind: 'library' as const },
          ...{ memory: 'own' as const, hasRows: true, shortestCallNs, tolerance: libraryTolerance },
        };
        const arrayCounts = { softmax: 2, 'log-softmax': 2 };
        const baseBytes = peakBytes + callingBytes;
        return {
          external,
          source: { kind: 'library', id, location: python },
          memory: { baseBytes, arrayCounts, copiesOutput: true, mostArrayBytes: null },
        };
      } catch (error) {
        if (error instanceof SoftmaxBenchError) return { id, reason: error.message, remedy };
        throw error;
      } finally {
        await process.close();
      }
    },
    open: async (location) => {
      const process = startPython(location);
      await load(process, module);
      return openPython(process, modelOf);
    },
  };
}

/** Imports the library. Returns its version. */
async function load(process: PythonProcess, library: string): Promise<string> {
  const { version } = (await process.ask({ do: 'load', library })).fields;
  if (version === undefined) throw new Error('no version in the reply');
  return version;
}

function openPython(process: PythonProcess, modelOf: PythonLibrary['modelOf']): OpenExternal {
  // x of a workspace does not change, and smaller calls take the start of it.
  let sent: { readonly memory: Workspace; readonly elementCount: number } | null = null;
  return {
    prepare: async ({ operation, problem, threadCount }, memory) => {
      const elementCount = elementsOf(problem);
      if (sent?.memory !== memory || sent.elementCount < elementCount) {
        sent = null;
        await sendInput(process, memory, elementCount);
        sent = { memory, elementCount };
      }
      const { rows, columns } = problem;
      const model = modelOf === null ? null : Buffer.from(modelOf(operation)).toString('base64');
      await process.ask({ do: 'prepare', operation, rows, columns, threads: threadCount, model });
      return {
        execute: async () => {
          if (received.length < 4 * elementCount) received = Buffer.alloc(4 * elementCount);
          const { body } = await process.ask({ do: 'execute' }, undefined, received);
          return new Float32Array(body.buffer, body.byteOffset, elementCount);
        },
        time: async (calls) => (await process.ask({ do: 'time', calls })).fields.durationNs!,
        free: () => Promise.resolve(),
      };
    },
    close: async () => {
      // One that is gone has taken its memory with it.
      const peak = await process.ask({ do: 'peak' }).catch(() => null);
      await process.close();
      return peak?.fields.peakBytes ?? 0;
    },
  };
}

/** Sends the tile alone: pipes take seconds for large arrays. */
async function sendInput(
  process: PythonProcess,
  { x, hugePageBytes }: Workspace,
  elementCount: number,
): Promise<void> {
  const tile = x.subarray(0, Math.min(elementCount, tileElementCount));
  const bytes = new Uint8Array(tile.buffer, tile.byteOffset, tile.byteLength);
  const hugePages = (hugePageBytes ?? 0) > 0;
  const arrayBytes = elementCount * x.BYTES_PER_ELEMENT;
  await process.ask({ do: 'input', bytes: bytes.length, arrayBytes, hugePages }, bytes);
}
