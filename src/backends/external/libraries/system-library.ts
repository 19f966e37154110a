import type { External } from '../../../model/external.js';
import { sharedMemory, type LibraryAdapter, type LibraryId } from '../external.js';
import { nativeAddon, nativeFacts, noAddon, openNative } from './native-library.js';

/** A library that the loader of the system finds by its name. */
export interface SystemLibrary extends Pick<
  External,
  'title' | 'operations' | 'passesSource' | 'hasThreads'
> {
  readonly id: LibraryId;
  /** The names of its shared object, the newest first. */
  readonly files: readonly string[];
  /** How to get it. */
  readonly remedy: string;
  /** Its version where its API states none; null where nobody does. */
  readonly versionOf: ((file: string) => string | null) | null;
}

/** The adapter of a library in a shared object of the system. */
export function systemAdapter(library: SystemLibrary): LibraryAdapter {
  const { id, title, files, remedy, versionOf, ...facts } = library;
  return {
    id,
    title,
    find: () => {
      const addon = nativeAddon();
      if (addon === null) return Promise.resolve({ id, reason: noAddon, remedy: addonRemedy });
      const reasons: string[] = [];
      for (const file of files) {
        const opened = addon.openLibrary({ library: id, file });
        if (typeof opened === 'string') {
          reasons.push(opened);
          continue;
        }
        const version = opened.version === '' ? (versionOf?.(file) ?? null) : opened.version;
        return Promise.resolve({
          external: { ...nativeFacts, ...facts, id, title, version },
          source: { kind: 'library' as const, id, location: file },
          // At most 3 MB of XNNPACK and oneDNN, with their threads.
          memory: sharedMemory(8e6),
        });
      }
      // What the loader says of a name that it does not find says no more than that.
      const reason = reasons.find((text) => !text.includes('No such file'));
      return Promise.resolve({ id, reason: reason ?? `no shared object ${files[0]!}`, remedy });
    },
    open: (location) => Promise.resolve(openNative(id, location, null)),
  };
}

const addonRemedy = 'npm run build:native, in a clone with a C++ compiler';
