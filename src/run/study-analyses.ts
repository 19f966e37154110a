import type { Analysis } from '../analysis/analysis.js';
import { analyze } from '../analysis/analyze.js';
import type { ResultDocument } from '../model/result.js';

/** An analysis for each study that was measured, the main one first. */
export function studyAnalyses(document: ResultDocument): readonly [Analysis, ...Analysis[]] {
  const main = analyze(document);
  const others = main.study.otherStudies.map((study) => analyze(document, { study }));
  return [main, ...others];
}
