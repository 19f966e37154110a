// Compiles src/kernels into build/native/softmax_bench.node with the local compiler, offline.
// Without a compiler, or with one that fails, it says so in one line and ends well: the tool then runs
// on prebuilt or WebAssembly kernels. Does nothing when sources, flags and compiler are those of the last build.
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

import { isIntact, writeChecksum } from '../src/backends/native/addon-checksum.js';
import { localAddonPath, prebuiltAddonPath } from '../src/backends/native/addon-paths.js';
import { packageRoot } from '../src/package-root.js';
import { compileAll, kernelJobs, runCompiler, type CompileJob } from './compile.js';
import { commonFlags, findCompiler, targetFlags } from './compiler.js';
import { fingerprintOf } from './fingerprint.js';

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

  const jobs = jobsFor(flagsByTarget);
  const fingerprint = fingerprintOf(compiler.version, jobs);
  if (isIntact(addon) && existsSync(stamp) && readFileSync(stamp, 'utf8') === fingerprint) return;

  rmSync(output, { recursive: true, force: true });
  // It is of other sources, and would be loaded in place of what is built now.
  rmSync(dirname(prebuiltAddonPath()), { recursive: true, force: true });
  mkdirSync(output, { recursive: true });
  try {
    await compileAll(compiler.command, jobs);
    await link(compiler.command, jobs);
    writeChecksum(addon);
  } catch (error) {
    rmSync(addon, { force: true });
    const log = join(output, 'error.log');
    writeFileSync(log, String(error));
    skip(`${compiler.version} failed, see build/native/error.log`);
    return;
  }
  writeFileSync(stamp, fingerprint);
  process.stderr.write(`softmax-bench: native kernels built with ${compiler.version}\n`);
}

function skip(reason: string): void {
  rmSync(addon, { force: true });
  process.stderr.write(
    `softmax-bench: native kernels not built: ${reason}; softmax-bench list shows which there are\n`,
  );
}

function jobsFor(flagsByTarget: Readonly<Record<string, readonly string[]>>): CompileJob[] {
  const { include_dir: headers } = createRequire(import.meta.url)('node-api-headers') as {
    include_dir: string;
  };
  return kernelJobs(output, [...commonFlags, `-I${headers}`, '-DNAPI_VERSION=8'], flagsByTarget);
}

/** Node supplies the Node-API symbols when it loads the addon. */
async function link(command: string, jobs: readonly CompileJob[]): Promise<void> {
  const shared =
    process.platform === 'darwin' ? ['-bundle', '-undefined', 'dynamic_lookup'] : ['-shared'];
  await runCompiler(command, [...shared, ...jobs.map(({ object }) => object), '-o', addon]);
}
