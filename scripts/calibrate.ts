// Compares this package's reads and copies with another program's (scripts/calibrate/rivals.ts) in one interleaved run,
// and of several threads prints what a barrier and strong scaling cost:
//   npm run calibrate -- mbw [MiB of one array, default 256] [rounds, default 20]
//   npm run calibrate -- stream [MiB of one array, default 128] [rounds, default 10] [threads, default 2]
// `npm run calibrate -- stream 1 1` shows in seconds that it works. Each thread has arrays of its own.
import { algorithmOf } from '../src/softmax/algorithms.js';
import { trafficOf } from '../src/softmax/traffic.js';
import { medianInterval } from '../src/statistics/median-interval.js';
import { median } from '../src/statistics/median.js';
import { formatGigabytesPerSecond, formatRatio } from '../src/units.js';
import { medianSeconds, nativeSide, teamOf, warmRequest } from './calibrate/native-side.js';
import { callCount, rivals, type Rival, type Speeds } from './calibrate/rivals.js';
import { printStrongScaling } from './calibrate/strong-scaling.js';

/** What each side moved a second in a round. */
type Round = Readonly<Record<'own' | 'other', Speeds>>;

const native = nativeSide();
const { rival, numbers } = parseArguments(process.argv.slice(2));
const [arrayMib, roundCount, threadCount = 1] = numbers;
const arrayBytes = arrayMib * 2 ** 20;

const otherSpeeds = await rival.open(arrayMib, threadCount);
console.log(
  `arrays of ${arrayMib} MiB, threads: ${threadCount}, default pages, ${roundCount} rounds; GB/s by bytes read and written`,
);
printRatios(Array.from({ length: roundCount }, (_, round) => measureRound(round)));
if (threadCount > 1) printStrongScaling(native, arrayBytes, roundCount, threadCount);

function parseArguments([name, ...texts]: readonly string[]): {
  readonly rival: Rival;
  readonly numbers: Rival['defaults'];
} {
  const named = rivals.find((one) => one.name === name);
  const given = texts.map(Number);
  const isCount = (value: number) => Number.isInteger(value) && value > 0;
  if (named === undefined || given.length > named.defaults.length || !given.every(isCount)) {
    const names = rivals.map((one) => one.name).join(' or ');
    console.error(`usage: calibrate ${names} [MiB of one array] [rounds] [threads of stream]`);
    process.exit(2);
  }
  const { defaults } = named;
  const [mib = defaults[0], rounds = defaults[1], threads = defaults[2]] = given;
  return { rival: named, numbers: threads === undefined ? [mib, rounds] : [mib, rounds, threads] };
}

/** Both sides within seconds; each is first in every other round. */
function measureRound(round: number): Round {
  if (round % 2 === 0) {
    const own = ownSpeeds();
    return { own, other: otherSpeeds() };
  }
  const other = otherSpeeds();
  return { own: ownSpeeds(), other };
}

/** On pages of their own each time, as the other side has them. */
function ownSpeeds(): Speeds {
  const memory =
    threadCount > 1
      ? teamOf(native, 'weak', threadCount, arrayBytes)
      : native.backend.allocate({ xBytes: arrayBytes, yBytes: arrayBytes, pages: 'default' });
  const workspace = 'withThreads' in memory ? memory.withThreads(threadCount) : memory;
  try {
    return Object.fromEntries(
      rival.tests.map(({ algorithm }) => {
        const request = warmRequest(native, algorithm, arrayBytes);
        const { passBytes } = trafficOf(algorithmOf(algorithm), request.problem);
        const bytes = threadCount * passBytes;
        return [algorithm, bytes / medianSeconds(workspace, request, callCount)];
      }),
    );
  } finally {
    memory.free();
  }
}

function printRatios(rounds: readonly Round[]): void {
  for (const { algorithm, otherTest } of rival.tests) {
    const own = rounds.map((round) => round.own[algorithm]!);
    const other = rounds.map((round) => round.other[otherTest]!);
    const ratios = own.map((speed, round) => speed / other[round]!);
    const interval = medianInterval(ratios);
    const range =
      interval === null
        ? 'too few rounds for an interval'
        : `95% CI ${formatRatio(interval.low)}-${formatRatio(interval.high)}`;
    const speeds = [own, other].map((values) => formatGigabytesPerSecond(median(values)));
    console.log(
      `${algorithm} (${native.target}) over ${rival.name} ${otherTest}: ${formatRatio(median(ratios))} (${range}), ${speeds.join(' over ')}`,
    );
  }
}
