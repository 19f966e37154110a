/** What is computed; `softmax/operations.ts` has the oracle and the check of each. */
export const operationIds = ['softmax', 'log-softmax', 'logsumexp', 'copy', 'none'] as const;
export type OperationId = (typeof operationIds)[number];

/**
 * What is in cache when a timed call begins: x but not y (the paper's protocol), both, or neither.
 * `plan/ring.ts` arranges it.
 */
export const cacheStates = ['cold-output', 'warm', 'cold'] as const;
export type CacheState = (typeof cacheStates)[number];

/** Targets in WebAssembly, the fastest first. */
export const wasmTargets = ['wasm-relaxed-simd', 'wasm-simd'] as const;
export type WasmTarget = (typeof wasmTargets)[number];

/** One way to execute a pass, the fastest first. */
export const targets = ['avx512', 'avx2', 'neon', ...wasmTargets, 'scalar', 'js'] as const;
export type Target = (typeof targets)[number];

/** Where a cell is executed: a target, or by code that chooses its instructions itself. */
export const cellTargets = [...targets, 'external'] as const;
export type CellTarget = (typeof cellTargets)[number];

/**
 * The pages that hold x and y: those of the platform with transparent huge pages refused, transparent
 * huge pages requested, or 2 MiB pages from the pool that the administrator reserved (hugetlb).
 */
export const pagesKinds = ['default', 'huge', 'hugetlb'] as const;
export type Pages = (typeof pagesKinds)[number];

/**
 * What several threads do: `weak`, each works on arrays of its own, of the shape of the cell; `strong`, they share
 * one problem of that shape.
 */
export const scalings = ['weak', 'strong'] as const;
export type Scaling = (typeof scalings)[number];

/**
 * How a pass stores: `ordinary` stores allocate the line in cache (and so read it first),
 * `non-temporal` (streaming) stores do not, `library` is whatever the C library chooses.
 */
export const storeKinds = ['ordinary', 'non-temporal', 'library'] as const;
export type StoreKind = (typeof storeKinds)[number];

/** The type of an element of x and y. */
export const elementTypes = ['float32'] as const;
export type ElementType = (typeof elementTypes)[number];
