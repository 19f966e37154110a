import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

import { packageRoot } from '../src/package-root.js';

const cli = join(packageRoot(), 'dist', 'program', 'cli.js');
const tellUsage =
  'data:text/javascript,process.on("exit",()=>{const{maxRSS,userCPUTime,systemCPUTime}=' +
  'process.resourceUsage();process.stderr.write(`maxRssKib=${maxRSS} cpuUs=${userCPUTime+systemCPUTime}`)})';

/** Runs a command, and prints under the label what the whole process took, from start to exit, and what it may take. */
export function timeCli(label: string, limits: string, args: readonly string[]): void {
  const startMs = performance.now();
  const { status, stderr } = spawnSync(process.execPath, ['--import', tellUsage, cli, ...args], {
    encoding: 'utf8',
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const seconds = (performance.now() - startMs) / 1000;
  if (status !== 0) throw new Error(`${label}: ${stderr}`);
  const [, rssKib, cpuUs] = (/maxRssKib=(\d+) cpuUs=(\d+)/.exec(stderr) ?? []).map(Number);
  console.log(
    `${label.padEnd(20)} ${seconds.toFixed(2)} s (${(cpuUs! / 1e6).toFixed(2)} s of CPU), ` +
      `${(rssKib! / 1024).toFixed(0)} MiB   ${limits}`,
  );
}
