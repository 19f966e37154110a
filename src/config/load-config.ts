import type { KeyNames } from './config-problems.js';
import { budgetWithLibraries } from './library-budget.js';
import { readPreset } from './presets.js';
import { readJsonFile } from './read-json-file.js';
import type { RunConfig } from '../model/run-config.js';
import { checkedConfigSchema, configLayerSchema, type ConfigLayer } from './config-schema.js';
import { validate } from './validate.js';

const defaultPreset = 'default';

/** Where a run's config comes from; each of the three lies over the one before it. */
export interface ConfigRequest {
  /** A preset's name; null for `default`. */
  readonly preset: string | null;
  /** Path of a JSON file with any of the keys; null for none. */
  readonly file: string | null;
  /** Values of the flags, not yet validated; undefined where a flag was not given. */
  readonly overrides: { readonly [Key in keyof RunConfig]?: unknown };
  /** What messages call the keys of the overrides: the flags, as they were given. */
  readonly overrideNames?: KeyNames;
}

/**
 * The config of a run: the preset, over it the file, over that the flags. A key replaces the whole
 * value of the layer below (a `sizes` list replaces a sweep, and `shapes` replace sizes), except that parts of `rounds`
 * may be given alone. Shapes, and libraries, change other keys of a preset, unless these are given too. Fewer rounds than
 * the layer below has processes lower the processes too.
 * @param overridesName what messages call the overrides where their keys have no names.
 * @throws SoftmaxBenchError that names every problem at once: one line if there is one, else a
 * heading and a line each.
 */
export function loadRunConfig(
  { preset, file, overrides, overrideNames }: ConfigRequest,
  overridesName = 'command line',
): RunConfig {
  const presetName = preset ?? defaultPreset;
  const layers = [
    validate(configLayerSchema, readPreset(presetName), `preset ${presetName}`),
    ...(file === null ? [] : [validate(configLayerSchema, readJsonFile(file), file)]),
    validate(configLayerSchema, overrides, overridesName, overrideNames),
  ];
  // What is left to find is wrong only in combination, such as minimum and maximum rounds.
  const sources = [`preset ${presetName}`, ...(file === null ? [] : [file]), overridesName];
  const merged = adaptedToRequest(mergeLayers(layers), layers.slice(1));
  return validate(checkedConfigSchema, merged, sources.join(' + '), overrideNames);
}

/** What the answer for shapes needs: there are many shapes, and each implementation is one more call of all of them. */
const algorithmsOfShapes = ['core', 'core-nt', 'copy', 'copy-nt', 'read', 'update'];

/** With these every library can be measured: with arrays of its own too, and on several threads. */
const settingsBesideLibraries: Pick<ConfigLayer, 'cacheStates' | 'scalings'> = {
  cacheStates: ['warm'],
  scalings: ['strong'],
};

/** Presets are made for sweeps of this tool alone. For shapes and libraries other values take their place, unless the user named one. */
function adaptedToRequest(config: ConfigLayer, ofUser: readonly ConfigLayer[]): ConfigLayer {
  const { shapes, libraries, budgetSeconds } = config;
  const adapted: ConfigLayer = {
    ...(shapes !== undefined && { algorithms: algorithmsOfShapes }),
    ...(shapes !== undefined && libraries !== undefined && settingsBesideLibraries),
    ...(budgetSeconds !== undefined && {
      budgetSeconds: budgetWithLibraries({ shapes, libraries, budgetSeconds }),
    }),
  };
  const isNamed = (key: string): boolean =>
    ofUser.some((layer) => layer[key as keyof ConfigLayer] !== undefined);
  const entries = Object.entries(adapted).filter(([key]) => !isNamed(key));
  return { ...config, ...Object.fromEntries(entries) };
}

function mergeLayers(layers: readonly ConfigLayer[]): ConfigLayer {
  const merged = layers.map(withoutUndefined).reduce<ConfigLayer>(
    (below, layer) => ({
      ...withFewerProcesses(withoutReplaced(below, layer), layer.rounds?.maximum),
      ...layer,
      rounds: { ...below.rounds, ...layer.rounds },
    }),
    {},
  );
  // It tells editors how to check the file and means nothing to a run.
  delete merged.$schema;
  return merged;
}

/** A flag that was not given is undefined and must not hide the layer below. */
function withoutUndefined(layer: ConfigLayer): ConfigLayer {
  return Object.fromEntries(Object.entries(layer).filter(([, value]) => value !== undefined));
}

/**
 * Sizes and shapes take each other's place. Thread counts of presets are measured at their largest size; who names
 * counts and sizes means each at all of them.
 */
function withoutReplaced(below: ConfigLayer, { sizes, shapes, threads }: ConfigLayer): ConfigLayer {
  const isNamed = sizes !== undefined || shapes !== undefined;
  return withoutUndefined({
    ...below,
    ...(isNamed && { sizes: undefined, shapes: undefined }),
    ...(isNamed && threads !== undefined && { threadSizes: undefined }),
  });
}

/** The processes of a preset are for its own rounds: one without a round would start for nothing. */
function withFewerProcesses(layer: ConfigLayer, maximumRounds = Infinity): ConfigLayer {
  const { processes } = layer;
  return processes === undefined
    ? layer
    : { ...layer, processes: Math.min(processes, maximumRounds) };
}
