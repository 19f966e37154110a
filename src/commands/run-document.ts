import type { Finding } from '../doctor/finding.js';
import type { ResultDocument, Session } from '../document/result.js';
import { schemaVersion } from '../document/schema-version.js';
import { writeDocument } from '../document/store.js';
import { describeTool } from '../document/tool.js';
import type { Machine } from '../machine/machine.js';
import type { BackendSession } from '../measure/backend-session.js';
import type { CellOutcome } from '../measure/outcome.js';
import type { RunSetup } from './plan-run.js';

/** The document of a run that is under way. */
export class RunDocument {
  private readonly tool = describeTool();
  private announcedPeakBytes = 0;
  private session: Session | null = null;

  constructor(
    readonly path: string,
    private readonly machine: Machine,
    private readonly findings: readonly Finding[],
    private readonly setup: RunSetup,
    private readonly label: string | null,
    private readonly startedAt: Date,
  ) {}

  announce(peakBytes: number): void {
    this.announcedPeakBytes = peakBytes;
  }

  open(backends: readonly BackendSession[]): void {
    const { announcedPeakBytes } = this;
    this.session = { backends, announcedPeakBytes, measuredPeakBytes: null };
  }

  /**
   * Writes and returns what there is so far, unfinished.
   * @throws SoftmaxBenchError when the file system refuses.
   */
  write(outcomes: readonly CellOutcome[]): ResultDocument {
    const document = this.documentOf(outcomes, null);
    writeDocument(this.path, document);
    return document;
  }

  /** Writes and returns the finished document. @throws like `write`. */
  finish(outcomes: readonly CellOutcome[], measuredPeakBytes: number | null): ResultDocument {
    if (this.session !== null) this.session = { ...this.session, measuredPeakBytes };
    const document = this.documentOf(outcomes, new Date().toISOString());
    writeDocument(this.path, document);
    return document;
  }

  private documentOf(
    outcomes: readonly CellOutcome[],
    finishedAtUtc: string | null,
  ): ResultDocument {
    const skipped = this.setup.skipped.map((cell) => ({ status: 'skipped' as const, ...cell }));
    return {
      schemaVersion,
      tool: this.tool,
      label: this.label,
      startedAtUtc: this.startedAt.toISOString(),
      finishedAtUtc,
      machine: this.machine,
      findings: this.findings,
      session: this.session,
      plan: this.setup.plan,
      outcomes: [...outcomes, ...skipped],
    };
  }
}
