/** One array of a call: the input or the output. */
export type Stream = 'x' | 'y';

/** Every pass that a kernel exists for. */
export type PassId =
  | 'max'
  | 'sum-exp'
  | 'store-exp'
  | 'scale-exp'
  | 'scale-in-place'
  | 'ext-sum'
  | 'ext-scale'
  | 'online-sum'
  | 'subtract-lse'
  | 'read'
  | 'fill'
  | 'copy'
  | 'scale'
  | 'update'
  | 'libc-memcpy';

/**
 * One sweep over the streams. A pass declares what it reads and writes and never a byte count:
 * traffic is derived in `traffic.ts`.
 */
export interface Pass {
  readonly id: PassId;
  readonly title: string;
  readonly reads: readonly Stream[];
  readonly writes: readonly Stream[];
  /**
   * What it leaves for later passes, which threads that share a row merge at a barrier behind it: the maximum, a
   * partial sum with its exponent (and the maximum), or nothing.
   */
  readonly leaves: 'max' | 'sum' | null;
  /** `compute` passes do arithmetic that some algorithm uses; `memory` passes only move bytes. */
  readonly kind: 'compute' | 'memory';
}

/** The passes by id. A new one makes the compiler ask for its kernels. */
export const passes: Readonly<Record<PassId, Pass>> = {
  max: pass('max', 'maximum of x', ['x'], [], 'max'),
  'sum-exp': pass('sum-exp', 'sum of e^(x - max)', ['x'], [], 'sum'),
  'store-exp': pass('store-exp', 'y = e^(x - max), and its sum', ['x'], ['y'], 'sum'),
  'scale-exp': pass('scale-exp', 'y = e^(x - max) / sum', ['x'], ['y']),
  'scale-in-place': pass('scale-in-place', 'y = y / sum', ['y'], ['y']),
  'ext-sum': pass('ext-sum', 'sum of e^x as (mantissa, exponent)', ['x'], [], 'sum'),
  'ext-scale': pass('ext-scale', 'y = e^x / (mantissa, exponent)', ['x'], ['y']),
  'online-sum': pass('online-sum', 'running maximum and rescaled sum', ['x'], [], 'sum'),
  'subtract-lse': pass('subtract-lse', 'y = x - log sum e^x', ['x'], ['y']),
  read: memoryPass('read', 'read x', ['x'], []),
  fill: memoryPass('fill', 'y = constant', [], ['y']),
  copy: memoryPass('copy', 'y = x', ['x'], ['y']),
  scale: memoryPass('scale', 'y = s * x (STREAM Scale)', ['x'], ['y']),
  update: memoryPass('update', 'y = y with one bit operation', ['y'], ['y']),
  'libc-memcpy': memoryPass('libc-memcpy', "the C library's memcpy(y, x)", ['x'], ['y']),
};

export const passIds = Object.keys(passes) as [PassId, ...PassId[]];

/**
 * The memory pass with the same reads and writes and no arithmetic.
 * @throws Error if no memory pass has that shape, which is a gap in `passes`.
 */
export function skeletonOfPass(id: PassId): PassId {
  const { reads, writes } = passes[id];
  const shape = `${reads.join('')}>${writes.join('')}`;
  const skeleton = skeletonByShape[shape];
  if (skeleton === undefined) throw new Error(`no memory pass moves ${shape}`);
  return skeleton;
}

const skeletonByShape: Readonly<Record<string, PassId>> = {
  'x>': 'read',
  '>y': 'fill',
  'x>y': 'copy',
  'y>y': 'update',
};

function pass(
  id: PassId,
  title: string,
  reads: Stream[],
  writes: Stream[],
  leaves: Pass['leaves'] = null,
): Pass {
  return { id, title, reads, writes, leaves, kind: 'compute' };
}

function memoryPass(id: PassId, title: string, reads: Stream[], writes: Stream[]): Pass {
  return { id, title, reads, writes, leaves: null, kind: 'memory' };
}
