import { join } from 'node:path';

import type { WasmTarget } from '../../model/vocabulary.js';
import { packageRoot } from '../../package-root.js';

/** The compiled module of a target; `scripts/build-wasm.ts` makes it. */
export function modulePath(target: WasmTarget): string {
  return join(packageRoot(), 'src', 'backends', 'wasm', `${target}.wasm`);
}
