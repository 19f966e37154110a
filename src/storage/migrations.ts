import type { NoiseRecord } from '../model/machine.js';
import { ledgerOf } from '../model/noise-ledger.js';
import { schemaVersion } from './schema-version.js';

type Json = Readonly<Record<string, unknown>>;

/** Brings a document of the version that is its key to the next one. */
const migrations: Readonly<Record<number, (document: Json) => Json>> = {
  // What version 1 did not record.
  1: (document) => {
    const { warnings, ...machine } = { ...(document.machine as Json) };
    return {
      ...document,
      tool: { buildId: null, ...(document.tool as Json) },
      label: null,
      resumedAtUtc: [],
      machine: { anonymousId: null, ...machine },
      findings: Array.isArray(warnings) ? warnings.map(findingOfWarning) : [],
      session: withOrigins(document.session as Json | null | undefined),
      plan: withConfig(document.plan as Json | undefined),
      outcomes: mapRecords(document.outcomes, withProcess),
    };
  },
  2: (document) => ({ ...document, outcomes: mapRecords(document.outcomes, withLedger) }),
  3: (document) => ({
    ...document,
    plan: withCells(document.plan as Json | undefined),
    outcomes: mapRecords(document.outcomes, (outcome) => ({
      ...outcome,
      cell: withVectors(outcome.cell),
    })),
  }),
};

/** One process measured, and one precision held for all sizes. */
function withConfig(plan: Json | undefined): Json | undefined {
  const config = plan?.config as Json | undefined;
  if (config === undefined) return plan;
  const added = {
    precisionPercentInCache: config.precisionPercent,
    processes: 1,
    onlyNoiseFloor: false,
  };
  return { ...plan, config: { ...added, ...config } };
}

function withProcess(outcome: Json): Json {
  if (!Array.isArray(outcome.rounds)) return outcome;
  return {
    processes: outcome.rounds.map(() => 0),
    ...outcome,
    noise: mapRecords(outcome.noise, withReadings),
  };
}

/** One literal: V8 takes fifty times as long to spread two objects, and a document has thousands. */
function withReadings(noise: Json): Json {
  return {
    sampledNs: null,
    otherBusyNs: null,
    clockHz: null,
    frequencyHz: null,
    temperatureCelsius: null,
    ...noise,
  };
}

/** A reading that a record lacks is left for validation to name. */
function withLedger(outcome: Json): Json {
  const { noise } = outcome;
  if (!Array.isArray(noise)) return outcome;
  const isRecord = (record: unknown): boolean => typeof record === 'object' && record !== null;
  if (!noise.every(isRecord)) return outcome;
  return { ...outcome, noise: ledgerOf(noise as readonly NoiseRecord[]) };
}

function withCells(plan: Json | undefined): Json | undefined {
  return plan && { ...plan, cells: mapRecords(plan.cells, withVectors as (cell: Json) => Json) };
}

/** All kernels of a target had vectors of one width, but for those whose width is not ours to choose. */
const vectorBitsByTarget: Readonly<Record<string, number>> = {
  avx512: 512,
  avx2: 256,
  neon: 128,
  'wasm-simd': 128,
  'wasm-relaxed-simd': 128,
};

function withVectors(cell: unknown): unknown {
  if (typeof cell !== 'object' || cell === null) return cell;
  const { target, variants } = cell as Json;
  const vectorBits = vectorBitsByTarget[String(target)] ?? null;
  return {
    ...cell,
    variants: mapRecords(variants, (variant) => ({
      vectorBits: variant.store === 'library' ? null : vectorBits,
      ...variant,
    })),
  };
}

/** It was not recorded where kernels came from. */
function withOrigins(session: Json | null | undefined): Json | null | undefined {
  if (session === null || session === undefined) return session;
  const backends = mapRecords(session.backends, (backend) => ({ origin: null, ...backend }));
  return { passedOver: [], ...session, backends };
}

/** The list with each of its objects changed; anything else as it is. */
function mapRecords(values: unknown, change: (value: Json) => Json): unknown {
  if (!Array.isArray(values)) return values;
  return values.map((value: unknown) =>
    typeof value === 'object' && value !== null ? change(value as Json) : value,
  );
}

/** The versions that can be read: those that lead to this one, and this one. */
export const readableVersions: readonly number[] = [
  ...Object.keys(migrations).map(Number),
  schemaVersion,
];

/** Warnings were about caches alone, a sentence each with the remedy behind a semicolon. */
function findingOfWarning(warning: unknown): Json {
  const [what = '', remedy = ''] = String(warning).split('; ');
  return {
    check: 'caches',
    severity: 'warning',
    what: `${what}.`,
    why: '',
    remedy: `${remedy.charAt(0).toUpperCase()}${remedy.slice(1)}`,
  };
}

/**
 * A document of any readable version as one of the current version. Nothing is validated, and what is
 * no object is left for validation to name.
 */
export function migrate(document: Json, version: number): Json {
  const migration = migrations[version];
  if (migration === undefined) return document;
  return migrate({ ...migration(document), schemaVersion: version + 1 }, version + 1);
}
