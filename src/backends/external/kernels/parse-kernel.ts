import { basename, extname } from 'node:path';

import { SoftmaxBenchError } from '../../../errors.js';

/** A kernel as the user names it. */
export interface KernelSpec {
  /** As it was written, for messages. */
  readonly text: string;
  /** The name that was given, or what the symbol or the file gives. */
  readonly id: string;
  /** A shared object, or a source file in C or C++. */
  readonly file: string;
  /** Null where the file has to tell. */
  readonly symbol: string | null;
  readonly signature: 'array' | 'rows';
}

const namePattern = /^[A-Za-z_][\w.-]{0,59}$/;
const symbolPattern = /^[A-Za-z_$][\w$.]*$/;
const signaturePattern = /:(array|rows)$/;

/**
 * `[name=]file[:symbol[:signature]]`, where the symbol may be empty.
 * @throws SoftmaxBenchError, in one line.
 */
export function parseKernel(text: string): KernelSpec {
  const [, named, rest = text] = /^([^=/\\:]*)=(.*)$/.exec(text) ?? [];
  const parts = rest.split(':');
  const hasSignature = parts.length > 2 && signaturePattern.test(rest);
  const signature = hasSignature && parts.pop() === 'rows' ? 'rows' : 'array';
  // A path of Windows begins with a letter and a colon.
  const last = parts.length > 1 ? parts.at(-1)! : null;
  const hasSymbol = last !== null && (last === '' || symbolPattern.test(last));
  if (hasSymbol) parts.pop();
  const file = parts.join(':');
  const symbol = hasSymbol && last !== '' ? last : null;
  if (file === '') throw problem(text, 'no file: expected file:symbol or name=file:symbol');
  if (named !== undefined && !namePattern.test(named)) {
    throw problem(text, `"${named}" is no name: use letters, digits, "_", "-" and "."`);
  }
  const id = named ?? (symbol ?? stemOf(file)).replaceAll(/[^\w.-]/g, '_');
  return { text, id: namePattern.test(id) ? id : `kernel_${id}`, file, symbol, signature };
}

/** `mine` of `path/libmine.so`. */
export function stemOf(file: string): string {
  const name = basename(file, extname(file));
  return extname(file) === '.so' || extname(file) === '.dylib' ? name.replace(/^lib/, '') : name;
}

function problem(text: string, what: string): SoftmaxBenchError {
  return new SoftmaxBenchError(`kernel ${text}: ${what}`);
}
