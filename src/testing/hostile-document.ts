import type { ResultDocument } from '../model/result.js';
import { fixtureDocument } from './fixture-document.js';

/** A CPU model that would run, were it taken for markup. */
export const hostileModel =
  '</title></script><img src=x onerror="document.title=\'owned\'"> [a](javascript:b) `c` | d';

/** A result from a stranger. */
export function hostileDocument(): ResultDocument {
  const document = fixtureDocument();
  return {
    ...document,
    machine: { ...document.machine, cpuModel: hostileModel },
    findings: [
      {
        check: 'load',
        severity: 'warning',
        what: `<b>${hostileModel}</b>`,
        why: hostileModel,
        remedy: hostileModel,
      },
    ],
  };
}
