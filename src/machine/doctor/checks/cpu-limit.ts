import { cpusInList } from '../../cpu-list.js';
import { formatSignificant } from '../../../units.js';
import type { Check, Patient } from '../check.js';
import { cpuQuotaOf } from '../../control-groups.js';
import { allowedCpuList, cpuCountText, onlineCpus } from '../cpus.js';
import { fine, note, unknown, warning, type Verdict } from '../../../model/finding.js';

/** What a container, or whoever started this process, allows it to use of the CPUs. */
export const cpuLimitCheck: Check = {
  title: 'CPU limits',
  examine: examineLimits,
  matters: () => true,
};

function examineLimits({ host }: Patient): Verdict {
  if (host.platform !== 'linux') return unknown('The system does not show any.');
  const quota = cpuQuotaOf(host);
  if (quota !== null) {
    const throttled =
      quota.throttledCount === null ? '' : ` and was used up ${quota.throttledCount} times so far`;
    return warning({
      what: `The control group (${quota.version}) allows ${formatSignificant(quota.cpuCount)} CPUs' worth of time in every ${formatSignificant(quota.periodSeconds * 1000)} ms${throttled}.`,
      why: 'When it is used up, all processes of the group stop for the rest of the period, in the middle of a sample too.',
      remedy: 'Give whole CPUs instead of a quota: docker run --cpuset-cpus 0-1 without --cpus.',
    });
  }
  const allowed = allowedCpuList(host);
  const allowedCount = cpusInList(allowed ?? '').length;
  const onlineCount = onlineCpus(host).length;
  if (allowed === null || onlineCount === 0) return unknown('The system does not show any.');
  if (allowedCount >= onlineCount) return fine('none');
  return note({
    what: `This process may use ${cpuCountText(allowedCount)} of ${onlineCount}: ${allowed}.`,
    why: 'Others may use them as well, and the memory bandwidth of the rest is not seen.',
    remedy: 'Nothing, if that is meant; otherwise start it without taskset or --cpuset-cpus.',
  });
}
