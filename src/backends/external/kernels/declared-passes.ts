import { SoftmaxBenchError } from '../../../errors.js';
import { mostPasses } from '../../../model/bounds.js';
import type { DeclaredPass } from '../../../model/external.js';

type Stream = DeclaredPass['reads'][number];

/**
 * Passes as a user declares them: `R:x; R:x W:y nt` are one that reads x, and one that reads x and writes y with
 * non-temporal stores.
 * @throws SoftmaxBenchError that names the offending part of the text.
 */
export function parseDeclaredPasses(text: string): readonly DeclaredPass[] {
  const passes = text.split(';').map((part) => parsePass(part.trim()));
  if (passes.length <= mostPasses) return passes;
  throw new SoftmaxBenchError(
    `kernel passes: expected at most ${mostPasses}, got ${passes.length}`,
  );
}

function parsePass(text: string): DeclaredPass {
  const reads: Stream[] = [];
  const writes: Stream[] = [];
  let store: DeclaredPass['store'] = 'ordinary';
  for (const word of text.split(/\s+/)) {
    const [, access, stream] = /^([RW]):([xy])$/i.exec(word) ?? [];
    if (word.toLowerCase() === 'nt') store = 'non-temporal';
    else if (access !== undefined) {
      (access.toUpperCase() === 'R' ? reads : writes).push(stream!.toLowerCase() as Stream);
    } else throw problem(word === '' ? text : word, 'expected R:x, R:y, W:y or nt');
  }
  if (writes.includes('x')) throw problem(text, 'x is not written: a kernel may only read it');
  if (reads.length + writes.length === 0) throw problem(text, 'it reads and writes nothing');
  if (store !== 'ordinary' && writes.length === 0) throw problem(text, 'nt is for what is written');
  if (new Set(reads).size < reads.length || writes.length > 1) {
    throw problem(text, 'a stream is named twice');
  }
  return { reads, writes, store };
}

function problem(part: string, what: string): SoftmaxBenchError {
  return new SoftmaxBenchError(
    `kernel passes "${part}": ${what}; such as "R:x; R:x W:y nt" for two passes`,
  );
}
