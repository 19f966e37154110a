import { constants } from 'node:os';

/** The descriptor of the measuring process that faults in external code are told to. */
export const faultDescriptor = 4;

/**
 * What a line of `src/kernels/external/fault-watch.h` says, as a clause; null for any other text. Reading is not certain
 * where the system does not tell it from writing.
 */
export function faultClause(text: string): string | null {
  const [, signal, array, behind, bytes, access] =
    /^(\d+) ([xy-]) (-?\d+) (\d+) (read|write|-)\n/.exec(text) ?? [];
  if (signal === undefined) return null;
  if (Number(signal) === constants.signals.SIGILL) {
    return 'the implementation executed an instruction that this CPU lacks, or a trap';
  }
  if (Number(signal) === constants.signals.SIGFPE) return 'the implementation divided by 0';
  const verb = verbs[access!] ?? 'used';
  if (array === '-') return `the implementation ${verb} memory that is not mapped`;
  const [offset, size] = [Number(behind), Number(bytes)];
  if (offset < 0)
    return `the implementation ${verb} ${-offset} bytes before the begin of ${array!}`;
  return offset < size
    ? `the implementation ${verb} ${array!}, ${insideText(array!)}`
    : `the implementation ${verb} ${offset - size} bytes behind the end of ${array!}`;
}

const verbs: Readonly<Record<string, string>> = { read: 'read', write: 'wrote' };

function insideText(array: string): string {
  return array === 'x' ? 'which may only be read' : 'which is gone';
}
