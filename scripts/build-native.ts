// Compiles src/kernels into build/native/softmax_bench.node with the local compiler, offline.
// Without a compiler, or with one that fails, it says so in one line and ends well: the tool then runs
// on TypeScript kernels. Does nothing when sources, flags and compiler are those of the last build.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';

import { packageRoot } from '../src/package-root.js';
import { commonFlags, findCompiler, targetFlags } from './compiler.js';

interface Job {
  readonly source: string;
  readonly object: string;
  readonly flags: readonly string[];
}

const kernels = join(packageRoot(), 'src', 'kernels');
const output = join(packageRoot(), 'build', 'native');
const addon = join(output, 'softmax_bench.node');
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
  if (existsSync(addon) && existsSync(stamp) && readFileSync(stamp, 'utf8') === fingerprint) return;

  rmSync(output, { recursive: true, force: true });
  mkdirSync(output, { recursive: true });
  try {
    await compileAll(compiler.command, jobs);
    await link(compiler.command, jobs);
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
    `softmax-bench: native kernels not built: ${reason}; runs will use TypeScript kernels\n`,
  );
}

function jobsFor(flagsByTarget: Readonly<Record<string, readonly string[]>>): Job[] {
  const { include_dir: headers } = createRequire(import.meta.url)('node-api-headers') as {
    include_dir: string;
  };
  const shared = readdirSync(kernels).filter((name) => name.endsWith('.cc'));
  const common = [...commonFlags, `-I${headers}`, '-DNAPI_VERSION=8'];
  return [
    ...Object.entries(flagsByTarget).map(([target, flags]) => ({
      source: join(kernels, 'targets', `${target}.cc`),
      object: join(output, `target-${target}.o`),
      flags: [...common, ...flags],
    })),
    ...shared.map((name) => ({
      source: join(kernels, name),
      object: join(output, `${name}.o`),
      flags: common,
    })),
  ];
}

function fingerprintOf(compilerVersion: string, jobs: readonly Job[]): string {
  const hash = createHash('sha256').update(compilerVersion).update(JSON.stringify(jobs));
  const names = readdirSync(kernels, { recursive: true, encoding: 'utf8' });
  for (const name of names.filter((entry) => /\.(cc|h)$/.test(entry)).sort()) {
    hash.update(name).update(readFileSync(join(kernels, name)));
  }
  return hash.digest('hex');
}

/** Compiles on all cores, the long ones (targets) first. */
async function compileAll(command: string, jobs: readonly Job[]): Promise<void> {
  const queue = [...jobs];
  const worker = async (): Promise<void> => {
    for (let job = queue.shift(); job !== undefined; job = queue.shift()) {
      await run(command, [...job.flags, '-c', job.source, '-o', job.object]);
    }
  };
  await Promise.all(Array.from({ length: availableParallelism() }, worker));
}

/** Node supplies the Node-API symbols when it loads the addon. */
async function link(command: string, jobs: readonly Job[]): Promise<void> {
  const shared =
    process.platform === 'darwin' ? ['-bundle', '-undefined', 'dynamic_lookup'] : ['-shared'];
  await run(command, [...shared, ...jobs.map(({ object }) => object), '-o', addon]);
}

function run(command: string, args: readonly string[]): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { stdio: ['ignore', 'inherit', 'pipe'] });
    let errors = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => (errors += text));
    child.on('error', reject);
    child.on('close', (code) => {
      if (code === 0) {
        process.stderr.write(errors);
        resolve();
      } else {
        reject(new Error(`${command} ${args.join(' ')}\n${errors}`));
      }
    });
  });
}
