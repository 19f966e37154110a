// Compiles src/kernels into the WebAssembly modules of src/backends/wasm, which are kept in the repository.
// With --check nothing is written: it fails when a module is not, byte for byte, what the sources give.
// Takes clang 19 and lld 19: other versions give other bytes.
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { modulePath } from '../src/backends/wasm/module-path.js';
import type { WasmTarget } from '../src/model/vocabulary.js';
import { packageRoot } from '../src/package-root.js';
import { kernelSources } from './compile.js';
import { commonFlags } from './compiler.js';

const compiler = 'clang++-19';

const output = join(packageRoot(), 'build', 'wasm');

/**
 * Flags of each target, and where its data begins: both modules work in one memory, whose first 64 KiB
 * are the stack.
 */
const modules: Readonly<Record<WasmTarget, { flags: readonly string[]; dataStart: number }>> = {
  'wasm-relaxed-simd': { flags: ['-mrelaxed-simd'], dataStart: 64 << 10 },
  'wasm-simd': { flags: [], dataStart: 128 << 10 },
};

mkdirSync(output, { recursive: true });
let hasFailed = false;
for (const target of Object.keys(modules) as WasmTarget[]) {
  const built = build(target);
  const path = modulePath(target);
  if (!process.argv.includes('--check')) {
    writeFileSync(path, built);
    process.stderr.write(`${target}: ${built.length} bytes\n`);
  } else if (!built.equals(readFileSync(path))) {
    process.stderr.write(`${path} is not what the sources give: npm run build:wasm\n`);
    hasFailed = true;
  }
}
process.exitCode = hasFailed ? 1 : 0;

function build(target: WasmTarget): Buffer {
  const { flags, dataStart } = modules[target];
  const module = join(output, `${target}.wasm`);
  execFileSync(
    compiler,
    [
      '--target=wasm32',
      ...commonFlags.filter((flag) => flag.startsWith('-std') || flag.startsWith('-f')),
      '-O2',
      // 0 + x is x then, and the first addition of every chain goes. No kernel looks at the sign of a zero.
      '-fno-signed-zeros',
      '-msimd128',
      // Clearing and copying structures takes instructions of the engine in place of a C library.
      '-mbulk-memory',
      ...flags,
      '-nostdlib',
      '-fno-pic',
      '-fno-threadsafe-statics',
      '-ffreestanding',
      `-I${join(kernelSources, 'wasm', 'include')}`,
      join(kernelSources, 'wasm', 'module.cc'),
      join(kernelSources, 'driver.cc'),
      ...[
        '--no-entry',
        '--import-memory',
        '--strip-all',
        '--stack-first',
        '-zstack-size=65536',
      ].map((flag) => `-Wl,${flag}`),
      `-Wl,--global-base=${dataStart}`,
      '-o',
      module,
    ],
    { stdio: ['ignore', 'inherit', 'inherit'] },
  );
  return readFileSync(module);
}
