/** What the text of a fleet job depends on. */
export interface FleetJob {
  /** Nodes, and so tasks. */
  readonly nodeCount: number;
  /** What `run` may take on each, its reports included. */
  readonly timeLimitSeconds: number;
  /** The folder with a folder for each task. */
  readonly folder: string;
  /** Further flags of `run`, as the shell reads them; may be empty. */
  readonly runFlags: string;
}

/**
 * A job array for sbatch(1): each task has a node for itself, resumes what an earlier start of it left, and ends in
 * time. The same script compares the results, as a job of its own that waits for the array.
 */
export function slurmScript({ nodeCount, timeLimitSeconds, folder, runFlags }: FleetJob): string {
  const flags = runFlags === '' ? '' : ` ${runFlags}`;
  return `#!/bin/bash
# Measures one node with each task of a job array, then compares them:
#   mkdir -p ${folder}
#   jobs=$(sbatch --parsable job.sh)
#   sbatch --array=0 --dependency=afterany:$jobs job.sh compare
#SBATCH --job-name=softmax-bench
#SBATCH --array=0-${nodeCount - 1}
#SBATCH --nodes=1
#SBATCH --ntasks=1
#SBATCH --exclusive
#SBATCH --time=${formatClock(timeLimitSeconds)}
#SBATCH --requeue
#SBATCH --open-mode=append
#SBATCH --output=${folder}/%A-%a.log

set -u
softmax_bench=\${SOFTMAX_BENCH:-npx softmax-bench}

if [ "\${1:-}" = compare ]; then
  exec $softmax_bench compare ${folder} --format html --out ${folder}/comparison.html
fi

# A requeued task keeps its numbers, and so its folder: it resumes what it had measured.
result=${folder}/$SLURM_ARRAY_JOB_ID-$SLURM_ARRAY_TASK_ID
if [ -e "$result/result.json" ]; then
  exec srun --cpu-bind=none $softmax_bench run --resume "$result"
fi
exec srun --cpu-bind=none $softmax_bench run --budget auto --label "$SLURMD_NODENAME" --out "$result"${flags}
`;
}

/** Hours, minutes and seconds: `00:10:00`. */
function formatClock(seconds: number): string {
  const whole = Math.ceil(seconds);
  const parts = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  return parts.map((part) => String(part).padStart(2, '0')).join(':');
}
