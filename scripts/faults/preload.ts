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
  let visitCount = 0;
  process.send = (message: {
    kind: string;
    result?: { status: string; noise: { round: number }; batchCount: number };
  }): boolean => {
    if (message.kind !== 'visited' || message.result?.status !== 'sampled') return send(message);
    visitCount += 1;
    const isFault = visitCount === Number(atText);
    if (isFault && kind === 'wrong') {
      return send({ ...message, result: { ...message.result, batchCount: NaN } });
    }
    appendFileSync(FAULT_LOG, `${message.result.noise.round} ${visitCount}\n`);
    if (isFault && kind === 'late') {
      setTimeout(() => send(message), lateMs);
      return true;
    }
    if (isFault && kind === 'twice') send(message);
    return send(message);
  };
}
