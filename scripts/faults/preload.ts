// Loaded before both processes of a run by NODE_OPTIONS: writes down what the measuring process answers, and lets it
// answer wrongly, late or twice, or the clock of the day jump, as FAULT says: `<kind> <number of the visit>`.
import { appendFileSync } from 'node:fs';

const { FAULT = '', FAULT_LOG = '' } = process.env;
const [kind = '', atText = '0'] = FAULT.split(' ');
const lateMs = 300;
const jumpMs = 400 * 24 * 3600 * 1000;

if (kind === 'clock') {
  const RealDate = Date;
  setTimeout(
    () => {
      globalThis.Date = class extends RealDate {
        constructor(...values: [] | [number | string]) {
          super(values[0] ?? RealDate.now() - jumpMs);
        }
        static override now(): number {
          return RealDate.now() - jumpMs;
        }
      } as DateConstructor;
    },
    10 * Number(atText),
  ).unref();
}

if (process.argv[1]?.endsWith('worker.js')) {
  const sendAll = process.send!.bind(process);
  const send = (message: object): boolean =>
    sendAll(message, undefined, undefined, () => undefined);
  const at = Number(atText);
  let visitCount = 0;
  process.send = (message: {
    kind: string;
    results?: readonly { status: string; noise: { round: number }; batchCount: number }[];
  }): boolean => {
    if (message.kind !== 'visited' || message.results === undefined) return send(message);
    const sampled = message.results.filter(({ status }) => status === 'sampled');
    const chosen = sampled[at - visitCount - 1];
    visitCount += sampled.length;
    if (chosen !== undefined && kind === 'wrong') {
      const results = message.results.map((own) =>
        own === chosen ? { ...own, batchCount: NaN } : own,
      );
      return send({ ...message, results });
    }
    for (const { noise } of sampled) appendFileSync(FAULT_LOG, `${noise.round}\n`);
    if (chosen !== undefined && kind === 'late') {
      setTimeout(() => send(message), lateMs);
      return true;
    }
    if (chosen !== undefined && kind === 'twice') send(message);
    return send(message);
  };
}
