import os from 'node:os';

import { suggestion } from '../config/closest-match.js';
import { SoftmaxBenchError } from '../errors.js';
import { jobFields, jobFieldsOf } from '../machine/scheduler.js';

/**
 * The path with its fields filled in: `{host}`, `{node}`, `{job}`, `{task}` of the scheduler, and `{env:NAME}`, a
 * variable of the environment. What would end a name in a path becomes `-`.
 * @param flag named in messages, such as `--out`.
 * @throws SoftmaxBenchError for an unknown field, and for one that nobody fills in here.
 */
export function jobPath(
  flag: string,
  path: string,
  environment: NodeJS.ProcessEnv = process.env,
): string {
  return path.replaceAll(/\{([^{}]*)\}/g, (_, name: string) => {
    const value = valueOf(flag, path, name, environment);
    return value.replaceAll(/[^\w.-]+/g, '-').replace(/^\.+/, '-');
  });
}

function valueOf(flag: string, path: string, name: string, environment: NodeJS.ProcessEnv): string {
  const variable = /^env:(\w+)$/.exec(name)?.[1];
  if (variable !== undefined) {
    const value = environment[variable] ?? '';
    if (value !== '') return value;
    throw new SoftmaxBenchError(`${flag} ${path}: the environment has no ${variable}`);
  }
  const field = jobFields.find((own) => own === name);
  if (field === undefined) {
    const known = jobFields.map((own) => `{${own}}`);
    throw new SoftmaxBenchError(
      `${flag} ${path}: unknown field {${name}}, expected one of ${known.join(', ')} or {env:NAME}${suggestion(name, jobFields)}`,
    );
  }
  const value = jobFieldsOf(environment, os.hostname())[field];
  if (value !== null) return value;
  throw new SoftmaxBenchError(
    `${flag} ${path}: nothing says what {${field}} is: it is known inside jobs of Slurm and Kubernetes; elsewhere use {env:NAME}`,
  );
}
