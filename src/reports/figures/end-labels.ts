/** The pixels that a logarithmic axis covers. */
export interface LogAxis {
  readonly low: number;
  readonly high: number;
  readonly lengthPx: number;
}

/**
 * Where to write the labels of lines, in axis values: next to the ends of the lines, moved apart until
 * each has `gapPx`, groups of them as a whole. Keeps the order of `values` in its result.
 * @param values where the lines end; positive.
 */
export function spreadLabels(values: readonly number[], axis: LogAxis, gapPx: number): number[] {
  const span = Math.log(axis.high / axis.low);
  const toPx = (value: number) => (Math.log(value / axis.low) / span) * axis.lengthPx;
  const order = values.map((_, index) => index).sort((a, b) => values[a]! - values[b]!);
  let clusters: { members: number[]; centerPx: number }[] = [];
  for (const index of order) {
    let cluster = { members: [index], centerPx: toPx(values[index]!) };
    for (;;) {
      const last = clusters.at(-1);
      const reach = ((last?.members.length ?? 0) + cluster.members.length) * (gapPx / 2);
      if (last === undefined || cluster.centerPx - last.centerPx >= reach) break;
      clusters = clusters.slice(0, -1);
      const members = [...last.members, ...cluster.members];
      const sumPx = members.reduce((sum, member) => sum + toPx(values[member]!), 0);
      cluster = { members, centerPx: sumPx / members.length };
    }
    clusters.push(cluster);
  }
  const placed = new Array<number>(values.length).fill(axis.low);
  for (const { members, centerPx } of clusters) {
    members.forEach((member, rank) => {
      const px = centerPx + (rank - (members.length - 1) / 2) * gapPx;
      placed[member] = axis.low * Math.exp((px / axis.lengthPx) * span);
    });
  }
  return placed;
}

/** Ticks of a logarithmic axis: 1, 2 and 5 times a power of ten, or more of them where these are few. */
export function logTicks(low: number, high: number): number[] {
  const ticks = ticksOf([1, 2, 5], low, high);
  return ticks.length < 4 ? ticksOf([1, 1.5, 2, 3, 4, 5, 6, 8], low, high) : ticks;
}

function ticksOf(digits: readonly number[], low: number, high: number): number[] {
  const ticks: number[] = [];
  for (let power = Math.floor(Math.log10(low)); power <= Math.log10(high); power += 1) {
    for (const digit of digits) {
      const tick = Number(`${digit}e${power}`);
      if (tick >= low && tick <= high) ticks.push(tick);
    }
  }
  return ticks;
}
