import { describe, expect, it } from 'vitest';

import { analyze } from '../../analysis/analyze.js';
import { fixtureDocument } from '../../testing/fixture-document.js';
import { hostileDocument } from '../../testing/hostile-document.js';
import { answerParts } from './answer-lines.js';
import { escaped } from '../shared/markdown-blocks.js';
import { renderIssueBlock } from './issue-block.js';

describe('renderIssueBlock', () => {
  const analysis = analyze(fixtureDocument());
  const text = renderIssueBlock(analysis);

  it('is short, and has every line of the answer', () => {
    expect(text.split('\n').length).toBeLessThanOrEqual(26);
    for (const { texts } of answerParts(analysis)) {
      for (const line of texts) expect(text).toContain(escaped(line));
    }
  });

  it('names the machine, the tool and the run', () => {
    const { machine, run } = analysis;
    expect(text).toContain(escaped(machine.cpuModel));
    expect(text).toContain(`${escaped(run.tool.name)} ${run.tool.version}`);
    expect(text).toContain(escaped(run.runId));
  });

  it('has no table where nothing was measured', () => {
    const empty = renderIssueBlock(analyze({ ...fixtureDocument(), outcomes: [] }));
    expect(empty).toContain('nothing was measured');
    expect(empty).not.toMatch(/^\||null|NaN|undefined/m);
  });

  it('shows a hostile CPU model as text', () => {
    expect(renderIssueBlock(analyze(hostileDocument()))).not.toMatch(/<img|<b>|<\/script/);
  });
});
