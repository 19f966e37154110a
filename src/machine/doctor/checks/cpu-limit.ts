import { ownCpuCount } from '../../../model/topology.js';
import { cpuQuotaOf } from '../../control-groups.js';
import { slurmCpuCountOf } from '../../scheduler.js';
import { formatSignificant } from '../../../units.js';
import { oneThread, type Check, type CheckContext } from '../check.js';
import { cpuCountText, onlineCpus, usableCpuNumbers } from '../cpus.js';
import { fine, unknown, warning, type Verdict } from '../check-result.js';
import { cpuListText } from '../../cpu-list.js';

/** What a container, or whoever started this process, allows it to use of the CPUs. */
export const cpuLimitCheck: Check = {
  title: 'CPU limits',
  examine: examineLimits,
  matters: () => true,
};

function examineLimits({ host, threads = oneThread }: CheckContext): Verdict {
  const usable = usableCpuNumbers(host);
  const onlineCount = onlineCpus(host).length;
  if (host.platform !== 'linux' || onlineCount === 0) {
    return unknown('The system reports no limits.');
  }
  const mask =
    usable.length === onlineCount
      ? null
      : `${cpuCountText(usable.length)} of ${onlineCount}: ${cpuListText(usable)}`;
  const given = slurmCpuCountOf(host);
  if (given !== null && given < usable.length) {
    return warning({
      what: `Slurm gave ${cpuCountText(given)} to this task and lets it use ${cpuCountText(usable.length)}.`,
      why: 'Without a binding other jobs may run on the same CPUs, and threads may move to theirs.',
      remedy: `Bind it: srun --cpus-per-task=${given} --cpu-bind=cores, or ask for the whole node with --exclusive.`,
    });
  }
  const quota = cpuQuotaOf(host);
  if (quota === null) {
    if (host.listNames('/sys/fs/cgroup') !== null) return fine(mask ?? 'none');
    return unknown(`${mask === null ? '' : `${mask}. `}The system does not report quotas.`);
  }
  const quotaText = `${formatSignificant(quota.cpuCount)} CPUs in every ${formatSignificant(quota.periodSeconds * 1000)} ms`;
  const wantedCount = Math.min(usable.length, threads.count + ownCpuCount);
  // With time for every CPU that it may use, a process is never stopped.
  if (quota.cpuCount >= wantedCount) {
    return fine([`quota of ${quotaText}`, ...(mask === null ? [] : [mask])].join('; '));
  }
  const planned = threads.count === 1 ? '1 thread' : `${threads.count} threads`;
  const throttled =
    quota.throttledCount === null ? '' : `, throttled ${quota.throttledCount} times so far`;
  return warning({
    what: `The control group (${quota.version}) allows ${quotaText} for ${planned}${throttled}.`,
    why: 'A group that has used up its quota stops for the rest of the period, in the middle of a sample too.',
    remedy: `Give whole CPUs instead of a quota (docker run --cpuset-cpus ${wantedCount === 1 ? '0' : `0-${wantedCount - 1}`}, without --cpus), or a quota of ${cpuCountText(wantedCount)}.`,
  });
}
