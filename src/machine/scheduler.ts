import type { Allocation } from '../model/allocation.js';
import { cpuQuotaOf } from './control-groups.js';
import type { Host } from './host.js';
import { memoryGroupLimitOf } from './available-memory.js';

const mebi = 2 ** 20;

/** What the scheduler that started this process gave to it; null where none shows. Never throws. */
export function allocationOf(host: Host, nowMs: number): Allocation | null {
  const { environment } = host;
  if (environment.SLURM_JOB_ID !== undefined) return slurmAllocation(host, nowMs);
  return environment.KUBERNETES_SERVICE_HOST === undefined ? null : kubernetesAllocation(host);
}

/** The variables of sbatch(1) and srun(1). A memory of 0 is that of the node. */
function slurmAllocation({ environment, cpuModels }: Host, nowMs: number): Allocation {
  const read = (name: string): number | null => positiveOf(environment[name]);
  const cpusOnNode = read('SLURM_CPUS_ON_NODE');
  const memoryPerCpu = read('SLURM_MEM_PER_CPU');
  const memoryMebi =
    read('SLURM_MEM_PER_NODE') ??
    (memoryPerCpu === null || cpusOnNode === null ? null : memoryPerCpu * cpusOnNode);
  const endSeconds = read('SLURM_JOB_END_TIME');
  return {
    scheduler: 'slurm',
    cpuCount: slurmCpuCountOf({ environment }),
    memoryBytes: memoryMebi && memoryMebi * mebi,
    secondsLeft: endSeconds === null ? null : Math.max(0, endSeconds - Math.ceil(nowMs / 1000)),
    isExclusive: cpusOnNode === null ? null : cpusOnNode >= cpuModels.length,
  };
}

/** The CPUs that Slurm gave to this task, whether it binds it to them or not; null outside of Slurm. */
export function slurmCpuCountOf({ environment }: Pick<Host, 'environment'>): number | null {
  if (environment.SLURM_JOB_ID === undefined) return null;
  return positiveOf(environment.SLURM_CPUS_PER_TASK) ?? positiveOf(environment.SLURM_CPUS_ON_NODE);
}

/** A pod sees its limits in its control group; who else is on the node it does not see. */
function kubernetesAllocation(host: Host): Allocation {
  return {
    scheduler: 'kubernetes',
    cpuCount: cpuQuotaOf(host)?.cpuCount ?? null,
    memoryBytes: memoryGroupLimitOf(host),
    secondsLeft: null,
    isExclusive: null,
  };
}

function positiveOf(text: string | undefined): number | null {
  const value = Number(text ?? NaN);
  return Number.isSafeInteger(value) && value > 0 ? value : null;
}

/** The names of what `jobFieldsOf` fills in. */
export const jobFields = ['host', 'node', 'job', 'task'] as const;

/** What names this run among others: each null where nobody says. */
export function jobFieldsOf(
  environment: Host['environment'],
  hostName: string,
): Readonly<Record<(typeof jobFields)[number], string | null>> {
  const first = (...names: readonly string[]): string | null =>
    names.map((name) => environment[name]).find((value) => value !== undefined && value !== '') ??
    null;
  return {
    host: hostName,
    // The variables of `fleet kubernetes` come from the description of the pod.
    node: first('SLURMD_NODENAME', 'SOFTMAX_BENCH_NODE'),
    job: first('SLURM_ARRAY_JOB_ID', 'SLURM_JOB_ID', 'SOFTMAX_BENCH_JOB'),
    task: first('SLURM_ARRAY_TASK_ID', 'SLURM_PROCID', 'JOB_COMPLETION_INDEX'),
  };
}
