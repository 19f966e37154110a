import { cpusInList } from '../../cpu-list.js';
import { formatSignificant } from '../../../units.js';
import type { Check, CheckContext } from '../check.js';
import { cpuQuotaOf } from '../../control-groups.js';
import { allowedCpuList, cpuCountText, onlineCpus } from '../cpus.js';
import { fine, note, unknown, warning, type Verdict } from '../check-result.js';

/** What a container, or whoever started this process, allows it to use of the CPUs. */
export const cpuLimitCheck: Check = {
  title: 'CPU limits',
  examine: examineLimits,
  matters: () => true,
};

function examineLimits({ host }: CheckContext): Verdict {
  if (host.platform !== 'linux') return unknown('The system reports no limits.');
  const quota = cpuQuotaOf(host);
  if (quota !== null) {
    const throttled =
      quota.throttledCount === null ? '' : `, throttled ${quota.throttledCount} times so far`;
    return warning({
      what: `The control group (${quota.version}) allows ${formatSignificant(quota.cpuCount)} CPUs in every ${formatSignificant(quota.periodSeconds * 1000)} ms${throttled}.`,
      why: 'A group that has used up its quota stops for the rest of the period, in the middle of a sample too.',
      remedy: 'Give whole CPUs instead of a quota: docker run --cpuset-cpus 0-1, without --cpus.',
    });
  }
  const allowed = allowedCpuList(host);
  const allowedCount = cpusInList(allowed ?? '').length;
  const onlineCount = onlineCpus(host).length;
  if (allowed === null || onlineCount === 0) return unknown('The system reports no limits.');
  if (allowedCount >= onlineCount) return fine('none');
  return note({
    what: `This process may use ${cpuCountText(allowedCount)} of ${onlineCount}: ${allowed}.`,
    why: 'Other processes may use the same CPUs, and the bandwidth of the other CPUs is not measured.',
    remedy: 'Start it without taskset or --cpuset-cpus, unless that is intended.',
  });
}
