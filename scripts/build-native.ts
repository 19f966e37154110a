// Compiles src/kernels into build/native/softmax_bench.node with the local compiler, offline.
// Without a compiler, or with one that fails, it says so in one line and ends well: the tool then runs
// on prebuilt or WebAssembly kernels. Does nothing when sources, flags and compiler are those of the last build.
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

import { isIntact, writeChecksum } from '../src/backends/native/addon-checksum.js';
import { localAddonPath, prebuiltAddonPath } from '../src/backends/native/addon-paths.js';
import { packageRoot } from '../src/package-root.js';
import { runCompiler } from './compile.js';
import { findCompiler, targetFlags } from './compiler.js';
import { addonFlags, compileKernels } from './kernel-objects.js';

const output = join(packageRoot(), 'build', 'native');
const addon = localAddonPath();
const stamp = join(output, 'stamp');

await main();

async function main(): Promise<void> {
  const flagsByTarget = targetFlags[process.arch];
  if (flagsByTarget === undefined) {
    skip(`no native kernels for ${process.arch}`);
    return;
  }
  const compiler = findCompiler();
  if (compiler === null) {
    skip('no C++ compiler found (set CXX, or install g++ or clang++)');
    return;
  }

  try {
    const { fingerprint, objects } = await compileKernels(
      'addon',
      compiler.command,
      addonFlags,
      flagsByTarget,
    );
    if (isIntact(addon) && existsSync(stamp) && readFileSync(stamp, 'utf8') === fingerprint) return;

    rmSync(output, { recursive: true, force: true });
    // It is of other sources, and would be loaded in place of what is built now.
    rmSync(dirname(prebuiltAddonPath()), { recursive: true, force: true });
    mkdirSync(output, { recursive: true });
    await link(compiler.command, objects);
    writeChecksum(addon);
    writeFileSync(stamp, fingerprint);
  } catch (error) {
    mkdirSync(output, { recursive: true });
    writeFileSync(join(output, 'error.log'), String(error));
    skip(`${compiler.version} failed, see build/native/error.log`);
    return;
  }
  process.stderr.write(`softmax-bench: native kernels built with ${compiler.version}\n`);
}

function skip(reason: string): void {
  rmSync(addon, { force: true });
  process.stderr.write(
    `softmax-bench: native kernels not built: ${reason}; softmax-bench list shows which there are\n`,
  );
}

/** Node supplies the Node-API symbols when it loads the addon. */
async function link(command: string, objects: readonly string[]): Promise<void> {
  const shared =
    process.platform === 'darwin'
      ? ['-bundle', '-undefined', 'dynamic_lookup']
      : // C libraries before glibc 2.34 have threads in a library of their own.
        ['-shared', ...(process.platform === 'linux' ? ['-pthread'] : [])];
  await runCompiler(command, [...shared, ...objects, '-o', addon]);
}
