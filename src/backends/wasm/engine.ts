import { readFileSync } from 'node:fs';
import { setFlagsFromString } from 'node:v8';

import type { WasmTarget } from '../../model/vocabulary.js';
import { messageOf } from '../../errors.js';
import { modulePath } from './module-path.js';

/** A compiled module, or why there is none, in a few words. */
export type CompiledModule = { readonly module: WebAssembly.Module } | { readonly reason: string };

/**
 * Compiles the module of a target, by way of `WebAssembly.validate`, which tells an engine without the
 * instructions from a damaged file. Functions are compiled when they are first called, by the optimizing
 * compiler alone: with V8's baseline compiler a long call would be timed before it is optimized.
 */
export function compileModule(target: WasmTarget, path = modulePath(target)): CompiledModule {
  if (!hasWebAssembly()) return { reason: 'this engine has no WebAssembly (perhaps --jitless)' };
  let bytes: Buffer<ArrayBuffer>;
  try {
    bytes = readFileSync(path);
  } catch (error) {
    return { reason: `its module cannot be read (${messageOf(error)})` };
  }
  // An engine that does not know a flag says nothing and goes on without it.
  setFlagsFromString('--no-liftoff');
  // Without effect where relaxed SIMD needs no flag any more (V8 11.4; Node 20 has 11.3).
  if (target === 'wasm-relaxed-simd') setFlagsFromString('--experimental-wasm-relaxed-simd');
  if (!WebAssembly.validate(bytes)) {
    return { reason: 'this engine lacks its instructions, or its module is damaged' };
  }
  try {
    return { module: new WebAssembly.Module(bytes) };
  } catch (error) {
    return { reason: `its module does not compile (${messageOf(error)})` };
  }
}

/** Node with `--jitless` has none. */
function hasWebAssembly(): boolean {
  return 'WebAssembly' in globalThis;
}
