import { readdirSync } from 'node:fs';
import { join } from 'node:path';

import { reloadPasses, sharedMemory, type LibraryAdapter } from '../external.js';
import { logSoftmaxPasses } from './declared.js';
import { nativeAddon, nativeFacts, noAddon, openNative } from './native-library.js';
import { findPackage } from './npm-package.js';
import { onnxModel } from './onnx-model.js';

const id = 'onnxruntime-node';
const title = 'ONNX Runtime';

/**
 * The shared object of the package, by its C API: from JavaScript each result is copied into a new array, which takes
 * longer than softmax itself.
 */
export const onnxruntimeNode: LibraryAdapter = {
  id,
  title,
  find: ({ projectFolder }) => {
    const remedy = `npm install ${id}`;
    const found = findPackage(id, projectFolder);
    const file = found && sharedObjectIn(join(found.folder, 'bin'));
    if (file === null) {
      const reason =
        found === null
          ? `no ${id} in ${projectFolder}`
          : `${id} has no shared object for ${process.platform}-${process.arch}`;
      return Promise.resolve({ id, reason, remedy });
    }
    const opened = nativeAddon()?.openLibrary({ library: id, file }) ?? noAddon;
    if (typeof opened === 'string') return Promise.resolve({ id, reason: opened, remedy });
    return Promise.resolve({
      external: {
        ...nativeFacts,
        id,
        title,
        version: opened.version,
        operations: [
          { operation: 'softmax' as const, passes: reloadPasses },
          { operation: 'log-softmax' as const, passes: logSoftmaxPasses },
        ],
        passesSource: 'onnxruntime/core/mlas/lib/compute.cpp',
        // Rows, not the elements of one.
        hasThreads: true,
      },
      source: { kind: 'library' as const, id, location: file },
      // 14 MB of version 1.30 with a session.
      memory: sharedMemory(20e6),
    });
  },
  open: (location) => Promise.resolve(openNative(id, location, onnxModel)),
};

/** `bin/napi-v6/linux/x64/libonnxruntime.so.1`, and what it is called in other versions and on other systems. */
function sharedObjectIn(folder: string): string | null {
  const own = `${process.platform}/${process.arch}/`;
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((name) =>
    name.replaceAll('\\', '/'),
  );
  const name = names.find(
    (path) =>
      path.includes(own) &&
      /\/(libonnxruntime(\.so[.\d]*|[.\d]*\.dylib)|onnxruntime\.dll)$/.test(path),
  );
  return name === undefined ? null : join(folder, name);
}
