import { detectMachine } from '../../machine/detect.js';
import { diagnose, findingsOf } from '../../machine/doctor/diagnose.js';
import type { Host } from '../../machine/host.js';
import { problemOf } from '../../storage/parse-document.js';
import { fixtureDocument } from '../fixture-document.js';
import * as hosts from '../fixture-hosts.js';
import { hostileTexts, oneOf, some, type FuzzKind } from './kind.js';

/** What a file of a machine holds instead; null for a file that cannot be read. */
interface FileEdit {
  readonly host: string;
  /** The file is the one of this number among those that were looked at. */
  readonly read: number;
  readonly text: string | null;
}

const makers: Readonly<Record<string, () => Host>> = {
  laptop: hosts.laptop,
  virtualMachine: hosts.virtualMachine,
  armServer: hosts.armServer,
  numaServer: hosts.numaServer,
  hybridDesktop: () => hosts.hybridDesktop(0),
  bareContainer: hosts.bareContainer,
};

const texts = [
  ...hostileTexts,
  ...[
    '0-3',
    '0-',
    '-',
    '0,0,0',
    '0-99999999',
    '3-0',
    '99999999',
    '4294967296K',
    '0K',
    '32K',
    '-5K',
  ],
  ...[
    '1e30',
    '9'.repeat(40),
    '0 kB',
    'max',
    'max 100000',
    '0 0',
    '100000 0',
    'Cpus_allowed_list:\t\n',
  ],
  'processor\t: 0\n'.repeat(3),
];

/** A machine of which files hold other texts. */
export const machineKind: FuzzKind<FileEdit> = {
  name: 'machine',
  draw: (random) => {
    const host = oneOf(random, Object.keys(makers));
    return some(random, () => ({
      host,
      read: Math.floor(random() * 80),
      text: random() < 0.2 ? null : oneOf(random, texts),
    }));
  },
  check: (edits) => {
    const base = makers[edits[0]?.host ?? 'laptop']!();
    const known = new Map<string, string | null>();
    const host: Host = {
      ...base,
      readText: (path) => {
        if (!known.has(path)) {
          const edit = edits.find(({ read }) => read === known.size);
          known.set(path, edit === undefined ? base.readText(path) : edit.text);
        }
        return known.get(path)!;
      },
    };
    const machine = detectMachine({ lastLevelCacheBytes: null, isaFeatures: [] }, host);
    const clocks = [{ source: 'rdtscp', frequencyHz: 3e9, overheadNs: 8 }];
    const results = diagnose({ host, machine, targets: [], clocks });
    const failed = results.find(({ status }) => status === 'failed');
    if (failed !== undefined) return `check: ${JSON.stringify(failed)}`;
    return problemOf({ ...fixtureDocument(), machine, findings: findingsOf(results) });
  },
};
