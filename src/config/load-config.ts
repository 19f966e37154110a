import type { z } from 'zod';

import { SoftmaxBenchError } from '../errors.js';
import { describeProblems } from './config-problems.js';
import { readPreset } from './presets.js';
import { readJsonFile } from './read-json-file.js';
import type { RunConfig } from '../model/run-config.js';
import { checkedConfigSchema, configLayerSchema, type ConfigLayer } from './config-schema.js';

const defaultPreset = 'default';

/** Where a run's config comes from; each of the three lies over the one before it. */
export interface ConfigRequest {
  /** A preset's name; null for `default`. */
  readonly preset: string | null;
  /** Path of a JSON file with any of the keys; null for none. */
  readonly file: string | null;
  /** Values of the flags, not yet validated; undefined where a flag was not given. */
  readonly overrides: { readonly [Key in keyof RunConfig]?: unknown };
}

/**
 * The config of a run: the preset, over it the file, over that the flags. A key replaces the whole
 * value of the layer below (a `sizes` list replaces a sweep), except that parts of `rounds` may be
 * given alone.
 * @param overridesName what messages call the overrides.
 * @throws SoftmaxBenchError that names every problem at once: one line if there is one, else a
 * heading and a line each.
 */
export function loadRunConfig(
  { preset, file, overrides }: ConfigRequest,
  overridesName = 'command line',
): RunConfig {
  const presetName = preset ?? defaultPreset;
  const flags = Object.fromEntries(
    Object.entries(overrides).filter(([, value]) => value !== undefined),
  );
  const layers = [
    validate(configLayerSchema, readPreset(presetName), `preset ${presetName}`),
    ...(file === null ? [] : [validate(configLayerSchema, readJsonFile(file), file)]),
    validate(configLayerSchema, flags, overridesName),
  ];
  // What is left to find is wrong only in combination, such as minimum and maximum rounds.
  const sources = [`preset ${presetName}`, ...(file === null ? [] : [file]), overridesName];
  return validate(checkedConfigSchema, mergeLayers(layers), sources.join(' + '));
}

function mergeLayers(layers: readonly ConfigLayer[]): ConfigLayer {
  const merged = layers.reduce<ConfigLayer>(
    (below, layer) => ({ ...below, ...layer, rounds: { ...below.rounds, ...layer.rounds } }),
    {},
  );
  // It tells editors how to check the file and means nothing to a run.
  delete merged.$schema;
  return merged;
}

function validate<Schema extends z.ZodType>(
  schema: Schema,
  input: unknown,
  source: string,
): z.infer<Schema> {
  const result = schema.safeParse(input);
  if (result.success) return result.data;
  const problems = describeProblems(result.error.issues, input);
  const [first = ''] = problems;
  throw new SoftmaxBenchError(
    problems.length === 1
      ? `${source}: ${first}`
      : [`${source}: ${problems.length} problems`, ...problems].join('\n  '),
  );
}
