import { describe, expect, it } from 'vitest';

import { jobPath } from './job-path.js';

const environment = { SLURM_JOB_ID: '12', SLURM_PROCID: '0', SITE: '../a b/c' };

describe('jobPath', () => {
  it('fills in the fields of the job', () => {
    expect(jobPath('--out', 'fleet/{job}-{task}', environment)).toBe('fleet/12-0');
  });

  it('makes one name of a variable, whatever it holds', () => {
    expect(jobPath('--out', 'x/{env:SITE}', environment)).toBe('x/--a-b-c');
  });

  it('leaves other paths as they are', () => {
    expect(jobPath('--out', 'results/mine', {})).toBe('results/mine');
  });

  it.each([
    ['{jub}', 'unknown field {jub}, expected one of {host}, {node}, {job}, {task} or {env:NAME}'],
    ['{job}', 'nothing says what {job} is'],
    ['{env:NONE}', 'the environment has no NONE'],
    ['{}', 'unknown field {}'],
  ])('rejects %s', (path, message) => {
    expect(() => jobPath('--out', path, {})).toThrow(`--out ${path}: ${message}`);
  });
});
