import { builtInProfiles } from '../config/built-in-profiles.js';
import type { Target, WasmTarget } from '../model/vocabulary.js';
import { wasmTargets } from '../model/vocabulary.js';
import { messageOf } from '../errors.js';
import type { TargetStatus } from '../model/target-status.js';
import type { ClockInfo } from '../model/session.js';
import type { Pages } from '../model/vocabulary.js';
import { chooseVariant, nearestProfile, rulesOf } from '../softmax/choose-variant.js';
import type { Backend } from './backend.js';
import { indexKernels } from './native/kernel-index.js';
import { requirePages } from './require-pages.js';
import { compileModule, type CompiledModule } from './wasm/engine.js';
import { instantiate, type WasmInstance } from './wasm/instance.js';
import {
  addressableBytes,
  createWasmWorkspace,
  reservedBytes,
  wasmPageBytes,
  type WasmKernels,
} from './wasm/workspace.js';

/** V8 chooses the pages of a memory. */
const pages: readonly Pages[] = ['default'];

type Compile = (target: WasmTarget) => CompiledModule;

/**
 * The C++ kernels as WebAssembly. There are no non-temporal stores and no C library in it, so passes that use
 * those have no variant here, and subnormals are kept. The first question about targets, kernels or the clock
 * compiles the modules and calibrates the clock, which takes some 10 ms; a process that asks none is spared it.
 * @param compile compiles a target's module, and is for tests.
 */
export function createWasmBackend(compile: Compile = compileModule): Backend {
  let probed: readonly Candidate[] | null = null;
  const candidates = (): readonly Candidate[] =>
    (probed ??= wasmTargets.map((target) => probe(target, compile(target))));
  const kernelsOf = (target: Target) => {
    const kernels = candidates().find((candidate) => candidate.target === target)?.kernels;
    return kernels !== undefined && 'index' in kernels ? kernels : null;
  };
  return {
    name: 'wasm',
    origin: null,
    get targets() {
      return candidates().map(statusOf);
    },
    isaFeatures: [],
    cpu: null,
    cpuidHypervisor: '',
    warmUpNs: 10e6,
    get clock() {
      return clockOf(candidates());
    },
    denormals: 'kept',
    pages,
    addressableBytes,
    coreClockHz: () => null,
    variants: (target, pass) => kernelsOf(target)?.index.variants(pass) ?? [],
    defaultVariant(target, pass, store, { regime = null, rules = [] } = {}) {
      const profiles = builtInProfiles();
      const all = [...rulesOf(nearestProfile(profiles, null), profiles), ...rules];
      const variants = kernelsOf(target)?.index.variants(pass) ?? [];
      return chooseVariant(all, { target, pass, store, regime }, variants);
    },
    allocateTeam: null,
    allocate(request) {
      requirePages('WebAssembly', pages, request.pages);
      return createWasmWorkspace(request, (target, memory) => {
        const kernels = kernelsOf(target);
        if (kernels === null) throw new Error(`there is no module for ${target}`);
        return { instance: instantiate(kernels.module, memory), index: kernels.index };
      });
    },
  };
}

interface Candidate {
  readonly target: WasmTarget;
  readonly kernels:
    (WasmKernels & { readonly module: WebAssembly.Module }) | { readonly reason: string };
}

function statusOf({ target, kernels }: Candidate): TargetStatus {
  const reason = 'reason' in kernels ? kernels.reason : null;
  return { target, available: reason === null, reason };
}

/** All modules read the same clock; the one that found it the dearest is told. */
function clockOf(candidates: readonly Candidate[]): ClockInfo {
  const overheads = candidates.flatMap(({ kernels }) =>
    'index' in kernels ? [kernels.instance.clockOverheadNs] : [],
  );
  return { source: 'performance.now', frequencyHz: 1e9, overheadNs: Math.max(0, ...overheads) };
}

/** Starts the module once, to learn its kernels and whether the engine does what the target stands for. */
function probe(target: WasmTarget, compiled: CompiledModule): Candidate {
  if ('reason' in compiled) return { target, kernels: compiled };
  const { module } = compiled;
  let instance: WasmInstance;
  try {
    const memory = new WebAssembly.Memory({ initial: reservedBytes / wasmPageBytes });
    instance = instantiate(module, memory);
  } catch (error) {
    // Engines reserve gigabytes of addresses for each memory, which a limit on them refuses.
    return { target, kernels: { reason: `it cannot have its memory (${messageOf(error)})` } };
  }
  if (target === 'wasm-relaxed-simd' && !instance.fuses) {
    const reason = 'this engine, on this CPU, does not fuse multiplications and additions';
    return { target, kernels: { reason } };
  }
  return { target, kernels: { module, instance, index: indexKernels(target, instance.kernels) } };
}
