import { messageOf } from '../../errors.js';
import { checkIds, type CheckId, type Finding } from '../../model/finding.js';
import type { Check, CheckContext, RunTraits } from './check.js';
import { batteryCheck } from './checks/battery.js';
import { cachesCheck } from './checks/cache-sizes.js';
import { cpuLimitCheck } from './checks/cpu-limit.js';
import { emulationCheck } from './checks/emulation.js';
import { governorCheck } from './checks/governor.js';
import { hugePagesCheck } from './checks/huge-pages.js';
import { hybridCoresCheck } from './checks/hybrid-cores.js';
import { loadCheck } from './checks/load-average.js';
import { memoryCheck } from './checks/free-memory.js';
import { numaBalancingCheck } from './checks/numa-balancing.js';
import { numaCheck } from './checks/numa.js';
import { smtCheck } from './checks/smt.js';
import { swapCheck } from './checks/swap.js';
import { targetsCheck } from './checks/targets.js';
import { timerCheck } from './checks/timer.js';
import { turboCheck } from './checks/turbo.js';
import { hypervisorCheck } from './checks/hypervisor.js';
import { stealCheck } from './checks/steal.js';
import type { CheckResult } from './check-result.js';

/** Every check. */
export const checks: Readonly<Record<CheckId, Check>> = {
  targets: targetsCheck,
  emulation: emulationCheck,
  battery: batteryCheck,
  'cpu-limit': cpuLimitCheck,
  steal: stealCheck,
  load: loadCheck,
  memory: memoryCheck,
  caches: cachesCheck,
  governor: governorCheck,
  'hybrid-cores': hybridCoresCheck,
  numa: numaCheck,
  'numa-balancing': numaBalancingCheck,
  swap: swapCheck,
  timer: timerCheck,
  'huge-pages': hugePagesCheck,
  hypervisor: hypervisorCheck,
  smt: smtCheck,
  turbo: turboCheck,
};

/** One result a check, in the order of `checkIds`. Never throws, and changes nothing on the machine. */
export function diagnose(context: CheckContext): readonly CheckResult[] {
  return checkIds.map((check) => {
    try {
      return { check, ...checks[check].examine(context) };
    } catch (error) {
      return { check, status: 'failed', message: messageOf(error) };
    }
  });
}

/** What was found, the weightiest first. */
export function findingsOf(results: readonly CheckResult[]): readonly Finding[] {
  const findings = results.flatMap((result): Finding[] => {
    if (result.status !== 'finding') return [];
    const { check, severity, what, why, remedy } = result;
    return [{ check, severity, what, why, remedy }];
  });
  return findings.sort(
    (a, b) => Number(b.severity === 'warning') - Number(a.severity === 'warning'),
  );
}

/** The findings that affect the figures of such a run, in the same order. */
export function findingsThatMatter(
  findings: readonly Finding[],
  run: RunTraits,
): readonly Finding[] {
  return findings.filter(({ check }) => checks[check].matters(run));
}
