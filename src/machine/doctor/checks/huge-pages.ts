import type { Host } from '../../host.js';
import { hugetlbPoolOf } from '../../pages.js';
import { fine, note, unknown } from '../check-result.js';
import type { Check } from '../check.js';

const why = 'Configurations with --pages huge are skipped.';

/** Whether the system gives the pages that a run may request. */
export const hugePagesCheck: Check = {
  title: 'huge pages',
  examine: ({ host, machine: { transparentHugePages: mode } }) => {
    if (host.platform !== 'linux') return unknown('This platform has none.');
    if (mode === null) {
      if (host.listNames('/sys/kernel/mm') === null) {
        return unknown('The system does not report whether it has huge pages.');
      }
      return note({
        what: 'This kernel has no transparent huge pages.',
        why,
        remedy:
          'Measure with --pages default, or with --pages hugetlb and reserved pages: sudo sysctl vm.nr_hugepages=512',
      });
    }
    if (mode === 'never') {
      return note({
        what: 'Transparent huge pages are disabled.',
        why,
        remedy:
          'Enable them on request: echo madvise | sudo tee /sys/kernel/mm/transparent_hugepage/enabled',
      });
    }
    if (isRefusedHere(host)) {
      return note({
        what: 'Transparent huge pages are disabled for this process (prctl PR_SET_THP_DISABLE).',
        why: 'Arrays with --pages huge get ordinary pages.',
        remedy:
          'Start it from a program that leaves them enabled, or measure with --pages hugetlb.',
      });
    }
    const pool = hugetlbPoolOf(host.readText);
    const reserved = pool === null ? 'none' : `${pool.freePages} of ${pool.totalPages} free`;
    return fine(`transparent: ${mode}; reserved (2 MiB): ${reserved}`);
  },
  matters: ({ requestsHugePages }) => requestsHugePages,
};

/** Whoever started this process may have refused them, for its children too. */
function isRefusedHere({ readText }: Host): boolean {
  return /^THP_enabled:\s*0$/m.test(readText('/proc/self/status') ?? '');
}
