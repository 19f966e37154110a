import { loadRunConfig } from '../config/load-config.js';
import { exitCodes } from '../errors.js';
import type { CheckResult } from '../machine/doctor/check-result.js';
import { checks } from '../machine/doctor/diagnose.js';
import type { Machine } from '../model/machine.js';
import { wrapText } from '../reports/shared/prose.js';
import { diagnoseComputer, inspectComputer } from '../run/inspect-computer.js';
import type { Io } from './io.js';

/** Flags of `doctor`. */
export interface DoctorFlags {
  /** JSON instead of text. */
  readonly json?: true;
  /** The size of the last-level cache, as `run` takes it. */
  readonly llc?: string;
}

/** What `doctor` finds, and prints with `--json`. */
export interface Diagnosis {
  readonly machine: Machine;
  readonly results: readonly CheckResult[];
}

/**
 * Shows what makes results of this machine unsteady or misleading, for a run with the default preset. It changes nothing.
 * @returns the exit code: 1 if a check itself failed, whatever the others found.
 */
export async function doctorCommand({ json, llc }: DoctorFlags, io: Io): Promise<number> {
  const config = loadRunConfig({
    preset: null,
    file: null,
    overrides: { lastLevelCacheBytes: llc },
    overrideNames: new Map([['lastLevelCacheBytes', `--llc ${llc}`]]),
  });
  const computer = inspectComputer(config);
  const diagnosis = { machine: computer.machine, results: await diagnoseComputer(computer) };
  io.stdout(
    json ? `${JSON.stringify(diagnosis, null, 2)}\n` : renderDiagnosis(diagnosis, io.columns),
  );
  const hasFailed = diagnosis.results.some(({ status }) => status === 'failed');
  return hasFailed ? exitCodes.failure : exitCodes.ok;
}

/** Findings in full, warnings first, then a line for each other check; ends with a line break. */
export function renderDiagnosis({ machine, results }: Diagnosis, columns: number): string {
  const findings = results.filter((result) => result.status === 'finding');
  const blocks = [
    `${machine.cpuModel} (${machine.architecture}), ${machine.operatingSystem}`,
    ...(['warning', 'note'] as const).flatMap((severity) =>
      findings
        .filter((finding) => finding.severity === severity)
        .map(({ check, what, why, remedy }) =>
          [
            wrapText(`${severity}: ${checks[check].title}: ${what}`, columns, '  '),
            `  ${wrapText(`why: ${why}`, columns - 2, '       ')}`,
            `  ${wrapText(`do:  ${remedy}`, columns - 2, '       ')}`,
          ].join('\n'),
        ),
    ),
    results.flatMap((result) => otherLine(result, columns)).join('\n'),
    findings.length === 0
      ? 'Nothing here makes results unsteady or misleading.'
      : wrapText(
          'Warning: results are probably wrong or unsteady. Note: it may explain a surprising result. The doctor changes nothing.',
          columns,
        ),
  ];
  return `${blocks.filter((block) => block !== '').join('\n\n')}\n`;
}

function otherLine(result: CheckResult, columns: number): readonly string[] {
  if (result.status === 'finding') return [];
  const { title } = checks[result.check];
  const text = result.status === 'failed' ? result.message : result.what;
  return [wrapText(`${`${result.status}:`.padEnd(9)}${title}: ${text}`, columns, '         ')];
}
