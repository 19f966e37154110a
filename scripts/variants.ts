// Times other vectors, unrolls and prefetch distances of every pass out of cache against those that a run uses:
//   npm run variants -- [target, default the fastest] [MiB of one array, default 128] [rounds, default 15]
// Each pass is timed inside its algorithm, in which the other passes stay as they are, so that it finds in cache what
// it finds in a run. All are visited in each round, in another order; a ratio is the median of those of the rounds.
import type { Backend, PassCall, Workspace } from '../src/backends/backend.js';
import { loadBackends } from '../src/backends/load.js';
import type { Variant } from '../src/model/cell.js';
import { bytesOf, elementBytesOf, oneRow } from '../src/model/problem.js';
import { targets, type Target } from '../src/model/vocabulary.js';
import { algorithms, type Algorithm } from '../src/softmax/algorithms.js';
import { median } from '../src/statistics/median.js';
import { createRandom } from '../src/statistics/random.js';

const shownCount = 4;

/** One variant of one pass, with the durations of its rounds. */
interface Candidate {
  readonly variant: Variant;
  readonly calls: readonly PassCall[];
  readonly passIndex: number;
  readonly durationsNs: number[];
}

const [wanted, arrayMib = '128', roundCount = '15'] = process.argv.slice(2);
main(wanted, Number(arrayMib), Number(roundCount));

function main(name: string | undefined, mebibytes: number, rounds: number): void {
  const backend = loadBackends().backends.find(({ name: own }) => own === 'native');
  const available = targets.filter((id) =>
    backend?.targets.some((status) => status.target === id && status.available),
  );
  const target = available.find((id) => name === undefined || id === name);
  if (backend === undefined || target === undefined || !(mebibytes > 0 && rounds > 0)) {
    const known = available.join('|') || 'native kernels, which are not built';
    process.stderr.write(`usage: variants [${known}] [MiB of one array] [rounds]\n`);
    process.exitCode = 2;
    return;
  }
  const elementCount = Math.floor((mebibytes * 2 ** 20) / elementBytesOf(oneRow(1)));
  const bytes = bytesOf(oneRow(elementCount));
  const workspace = backend.allocate({ xBytes: bytes, yBytes: bytes, pages: 'default' });
  const random = createRandom(1);
  workspace.x.forEach((_, index) => (workspace.x[index] = 8 * random() - 4));
  workspace.y.fill(1);
  for (const algorithm of algorithms) {
    if (algorithm.kind === 'skeleton') continue;
    for (const passIndex of algorithm.passes.keys()) {
      const candidates = candidatesOf(backend, target, algorithm, passIndex);
      if (candidates.length < 2) continue;
      for (let round = 0; round < rounds; round += 1) {
        const order = candidates.map((candidate) => ({ candidate, key: random() }));
        order.sort((a, b) => a.key - b.key);
        for (const { candidate } of order) time(workspace, target, candidate, elementCount);
      }
      console.log(textOf(algorithm, candidates));
    }
  }
  workspace.free();
}

/** The variant of a run first. */
function candidatesOf(
  backend: Backend,
  target: Target,
  algorithm: Algorithm,
  passIndex: number,
): readonly Candidate[] {
  const calls = algorithm.passes.map(({ pass, store }): PassCall | null => {
    const exists = backend.variants(target, pass).some((own) => own.store === store);
    return exists ? { pass, ...backend.defaultVariant(target, pass, store) } : null;
  });
  const used = calls.flatMap((call) => call ?? []);
  const usual = used[passIndex];
  if (used.length < calls.length || usual === undefined) return [];
  const others = backend
    .variants(target, usual.pass)
    .filter(
      (own) =>
        own.store === usual.store &&
        own.accumulators === usual.accumulators &&
        !isSameVariant(own, usual),
    );
  return [usual, ...others].map((variant) => ({
    variant,
    calls: used.with(passIndex, { ...variant, pass: usual.pass }),
    passIndex,
    durationsNs: [],
  }));
}

function isSameVariant(a: Variant, b: Variant): boolean {
  return (
    a.vectorBits === b.vectorBits && a.unroll === b.unroll && a.prefetchBytes === b.prefetchBytes
  );
}

function time(
  workspace: Workspace,
  target: Target,
  { calls, passIndex, durationsNs }: Candidate,
  elementCount: number,
): void {
  const perPass = calls.length > 1;
  const { durationNs, passDurationsNs } = workspace.time({
    target,
    passes: calls,
    problem: oneRow(elementCount),
    touchX: false,
    batchCount: 1,
    slotStrideElements: elementCount,
    xSlotCount: 1,
    ySlotCount: 1,
    perPass,
  });
  durationsNs.push(passDurationsNs?.[passIndex] ?? durationNs);
}

function textOf({ id, passes }: Algorithm, candidates: readonly Candidate[]): string {
  const [usual] = candidates;
  const rows = candidates.map(({ variant, durationsNs }) => ({
    variant,
    medianMs: median(durationsNs) / 1e6,
    ratio: median(durationsNs.map((ns, round) => ns / usual!.durationsNs[round]!)),
  }));
  const shown = [rows[0]!, ...rows.slice(1).sort((a, b) => a.ratio - b.ratio)].slice(0, shownCount);
  const head = `${id}, ${passes[usual!.passIndex]!.pass}`;
  return [
    head,
    ...shown.map(
      ({ variant: { vectorBits, unroll, prefetchBytes }, medianMs, ratio }, index) =>
        `  ${ratio.toFixed(3)}  ${medianMs.toPrecision(4)} ms  ${vectorBits} bits, unroll ${unroll}, prefetch ` +
        `${prefetchBytes} bytes${index === 0 ? ' (used)' : ''}`,
    ),
  ].join('\n');
}
