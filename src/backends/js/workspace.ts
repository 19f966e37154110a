import { messageOf, SoftmaxBenchError } from '../../errors.js';
import type { Workspace, WorkspaceRequest } from '../backend.js';
import { oneCall, requireRoom } from '../require-room.js';
import type { Clock } from './clock.js';
import { kernelOf } from './kernels.js';
import { createState } from './state.js';
import { callRows, timePasses, type LoopMemory } from './timed-loop.js';

/** JavaScript cannot ask; no system that Node runs on has smaller pages, so touching each is enough. */
const smallestPageBytes = 4096;

/**
 * A workspace in ArrayBuffers. Alignment is the engine's: large buffers start on a page or shortly behind
 * its start. JavaScript can neither request huge pages nor find out whether there are any.
 * @throws SoftmaxBenchError when the memory cannot be had.
 */
export function createJsWorkspace(request: WorkspaceRequest, clock: Clock): Workspace {
  const x = touchedRegion('x', request.xBytes);
  const y = touchedRegion('y', request.yBytes);
  const memory: LoopMemory = { x, y, state: createState(), callCount: 0 };
  return {
    x,
    y,
    pageSizeBytes: smallestPageBytes,
    hugePageBytes: null,
    execute(_target, passes, problem) {
      requireRoom(x, y, { ...oneCall, problem });
      const state = createState();
      const kernels = passes.map(({ pass }) => kernelOf(pass));
      callRows({ ...memory, state }, kernels, problem, 0, 0);
      return state.shift + state.logSum;
    },
    time: (timedRequest) => timePasses(memory, timedRequest, clock),
    free() {
      // A transfer takes the memory away from the views at once, and nobody holds the receiving end.
      // Buffers that are gone already cannot be transferred again.
      const held = [x.buffer, y.buffer].filter(({ byteLength }) => byteLength > 0);
      structuredClone(null, { transfer: held });
    },
  };
}

function touchedRegion(name: string, bytes: number): Float32Array<ArrayBuffer> {
  const region = allocated(name, bytes);
  // The system maps a page at the first write to it, which must not happen in a timed call.
  for (let i = 0; i < region.length; i += smallestPageBytes / Float32Array.BYTES_PER_ELEMENT)
    region[i] = 0;
  return region;
}

function allocated(name: string, bytes: number): Float32Array<ArrayBuffer> {
  try {
    return new Float32Array(Math.ceil(bytes / Float32Array.BYTES_PER_ELEMENT));
  } catch (error) {
    throw new SoftmaxBenchError(
      `cannot allocate ${bytes} bytes for ${name} (${messageOf(error)}): choose smaller sizes`,
    );
  }
}
