import { libraryNames } from '../../backends/external/libraries/index.js';
import { metrics, sizeBases, targetChoices } from '../../compare/views.js';
import { builtInProfiles } from '../../config/built-in-profiles.js';
import { presetNames } from '../../config/presets.js';
import { shapePresets } from '../../config/shape-presets.js';
import { distributionSchema, threadCountNames } from '../../model/run-config.js';
import { cacheStates, pagesKinds, scalings, targets } from '../../model/vocabulary.js';
import { algorithmGroups } from '../../plan/algorithm-groups.js';
import { algorithms } from '../../softmax/algorithms.js';
import { passIds } from '../../softmax/passes.js';
import { exportFormats, tableIds } from '../export.js';
import { fleetKinds } from '../fleet.js';
import { templateLanguages } from '../kernel.js';
import { reportFormats, studyIds } from '../report.js';
import { schemaNames } from '../schema.js';
import { tunedThreads } from '../tune.js';
import { shells } from './shells.js';

/** The words that options (by command and long flag) and arguments (by command) take. */
export function completionChoices(): ReadonlyMap<string, readonly string[]> {
  const algorithmNames = [
    ...algorithmGroups.map(({ name }) => name),
    ...algorithms.filter(({ skeletonOf }) => skeletonOf === null).map(({ id }) => id),
  ];
  return new Map<string, readonly string[]>([
    ['run --preset', presetNames()],
    ['run --shapes', Object.keys(shapePresets)],
    ['run --algorithms', algorithmNames],
    ['run --targets', ['best', 'all', ...targets]],
    ['run --cache-states', cacheStates],
    ['run --pages', pagesKinds],
    ['run --threads', threadCountNames],
    ['run --placement', ['compact', 'scatter']],
    ['run --scaling', [...scalings, 'both']],
    ['run --libraries', libraryNames],
    ['run --distribution', distributionSchema.options.map(({ shape }) => shape.distribution.value)],
    ['run --variants', ['default', 'tuned', ...builtInProfiles().map(({ name }) => name)]],
    ['tune --targets', ['best', 'all', ...targets]],
    ['tune --passes', passIds],
    ['tune --threads', tunedThreads],
    ['kernel --template', templateLanguages],
    ['report --format', reportFormats],
    ['report --study', studyIds],
    ['report --target', targets],
    ['report --cache-state', cacheStates],
    ['report --pages', pagesKinds],
    ['report --placement', ['compact', 'scatter']],
    ['report --scaling', scalings],
    ['export --format', exportFormats],
    ['export --table', tableIds],
    ['compare --format', ['terminal', 'markdown', 'html', 'csv', 'json']],
    ['compare --metric', metrics],
    ['compare --by', sizeBases],
    ['compare --targets', targetChoices],
    ['fleet', fleetKinds],
    ['schema', schemaNames],
    ['completion', shells],
  ]);
}
