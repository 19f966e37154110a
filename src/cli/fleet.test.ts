import { spawnSync } from 'node:child_process';

import { describe, expect, it } from 'vitest';

import { SoftmaxBenchError } from '../errors.js';
import { packageInfo } from '../package-root.js';
import { fleetCommand, type FleetFlags } from './fleet.js';

const defaults: FleetFlags = {
  nodes: '4',
  time: '10m',
  folder: 'fleet',
  flags: '',
  cpus: '4',
  memory: '8Gi',
};

/** Of a version that knows indexed jobs: 1.24 and later. */
const hasKubernetesClient = /v1\.(2[4-9]|[3-9]\d)/.test(
  spawnSync('kubectl', ['version', '--client'], { encoding: 'utf8' }).stdout,
);

function printed(kind: string, flags: Partial<FleetFlags> = {}): string {
  let text = '';
  fleetCommand(kind, { ...defaults, ...flags }, { stdout: (part) => (text += part) });
  return text;
}

describe('fleet slurm', () => {
  it('is a script that a shell accepts, with a task a node and its time limit', () => {
    const script = printed('slurm', { nodes: '8', time: '90m', flags: '--preset quick' });
    expect(spawnSync('bash', ['-n'], { input: script, encoding: 'utf8' })).toMatchObject({
      status: 0,
      stderr: '',
    });
    expect(script).toContain('#SBATCH --array=0-7\n');
    expect(script).toContain('#SBATCH --time=01:30:00\n');
    expect(script).toMatch(
      /run --budget auto --label "\$SLURMD_NODENAME" --out "\$result" --preset quick\n/,
    );
  });

  it('compares without a run, and resumes where an earlier start left a result', () => {
    const script = printed('slurm');
    const echoing = script.replaceAll('exec ', 'echo ');
    const run = (...args: readonly string[]) =>
      spawnSync('bash', ['-s', ...args], {
        input: echoing.replaceAll('srun --cpu-bind=none ', ''),
        encoding: 'utf8',
        env: {
          ...process.env,
          SLURM_ARRAY_JOB_ID: '7',
          SLURM_ARRAY_TASK_ID: '2',
          SLURMD_NODENAME: 'n1',
        },
      }).stdout.split('\n')[0];
    expect(run('compare')).toBe(
      'npx softmax-bench compare fleet --format html --out fleet/comparison.html',
    );
    expect(run()).toBe('npx softmax-bench run --budget auto --label n1 --out fleet/7-2');
  });
});

describe('fleet kubernetes', () => {
  const job = printed('kubernetes', { nodes: '3', cpus: '16', memory: '32' });

  it('is an indexed job of nobody, one pod a node, with whole CPUs', () => {
    for (const part of [
      'completionMode: Indexed',
      'completions: 3',
      'parallelism: 3',
      'automountServiceAccountToken: false',
      'readOnlyRootFilesystem: true',
      'runAsNonRoot: true',
      'topologyKey: kubernetes.io/hostname',
      "cpu: '16'",
      'memory: 32Gi',
      `image: softmax-bench:${packageInfo().version}`,
    ]) {
      expect(job).toContain(part);
    }
  });

  // The client checks a manifest with a server alone (`--dry-run=client` asks it for its schema), but decodes one for
  // `set --local` into its own types, which refuses wrong types and drops unknown fields.
  it.runIf(hasKubernetesClient)('has only fields that the client of Kubernetes knows', () => {
    const decoded = (manifest: string) =>
      spawnSync('kubectl', ['set', 'image', '--local', '-f', '-', '*=any', '-o', 'json'], {
        input: manifest.slice(manifest.indexOf('apiVersion: batch/v1')),
        encoding: 'utf8',
      });
    const { stdout, stderr } = decoded(job);
    expect(stderr).toBe('');
    const names = [...job.matchAll(/^[ -]*(\w+):/gm)].map(([, name]) => `"${name!}"`);
    const unknown = (text: string) => new Set(names.filter((name) => !text.includes(name)));
    // Fields of the volume claim, which is decoded but has no image to set.
    const ofClaim = ['"accessModes"', '"storage"'];
    expect([...unknown(stdout)].sort()).toEqual(ofClaim);
    const misspelled = decoded(job.replace('readOnlyRootFilesystem', 'readOnlyRootFileSystem'));
    expect([...unknown(misspelled.stdout)]).toContain('"readOnlyRootFilesystem"');
    expect(decoded(job.replace('completions: 3', 'completions: many')).stderr).toContain(
      'spec.completions',
    );
  });

  it('indents by two spaces and uses no tab', () => {
    const lines = job.split('\n').filter((line) => line.trim() !== '');
    expect(lines.every((line) => /^( {2})*[^ \t]/.test(line))).toBe(true);
  });
});

it('fleet containerfile installs the packed program and runs as nobody', () => {
  const text = printed('containerfile');
  expect(text).toContain(`softmax-bench-${packageInfo().version}.tgz`);
  expect(text).toMatch(/^USER node$/m);
});

it.each<[string, Partial<FleetFlags>, string]>([
  ['slrum', {}, 'fleet: expected slurm, kubernetes, containerfile, got "slrum"'],
  ['slurm', { nodes: '0' }, '--nodes: expected a whole number from 1 to 100000, got "0"'],
  ['slurm', { nodes: '1.5' }, '--nodes: expected a whole number'],
  ['slurm', { time: 'soon' }, '--time: expected a time above 0'],
  ['slurm', { folder: 'a; rm -rf x' }, '--folder: expected letters, digits'],
  ['slurm', { flags: '$(id)' }, '--flags: expected letters, digits'],
  ['kubernetes', { image: 'a\nb: c' }, '--image: expected letters, digits'],
  ['kubernetes', { memory: '8GB' }, '--memory: expected a number'],
])('fleet %s %j is refused', (kind, flags, message) => {
  expect(() => printed(kind, flags)).toThrow(message);
  expect(() => printed(kind, flags)).toThrow(SoftmaxBenchError);
});
