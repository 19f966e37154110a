import { schemaVersion } from './schema-version.js';

type Json = Readonly<Record<string, unknown>>;

/** Brings a document of the version that is its key to the next one. */
const migrations: Readonly<Record<number, (document: Json) => Json>> = {
  // What version 1 did not record.
  1: (document) => ({
    ...document,
    label: null,
    machine: { anonymousId: null, ...(document.machine as Json) },
    session: document.session === null ? null : sessionOf1(document.session as Session1),
  }),
};

interface Session1 {
  readonly backends?: readonly Json[];
}

function sessionOf1(session: Session1): Json {
  const backends = session.backends?.map((backend) => ({ origin: null, ...backend }));
  return { ...session, backends, passedOver: [] };
}

/** The versions that can be read: those that lead to this one, and this one. */
export const readableVersions: readonly number[] = [
  ...Object.keys(migrations).map(Number),
  schemaVersion,
];

/**
 * A document of any readable version as one of the current version. Nothing is validated, and what is
 * no object is left for validation to name.
 */
export function migrate(document: Json, version: number): Json {
  const migration = migrations[version];
  if (migration === undefined) return document;
  return migrate({ ...migration(document), schemaVersion: version + 1 }, version + 1);
}
