import { addonCandidates } from '../native/addon-paths.js';
import { loadAddon } from '../native/load-addon.js';

/**
 * From now on this process tells of each fault in a routine in a line to that descriptor, before it dies of it. Without
 * native kernels there are no routines.
 */
export function reportFaultsTo(descriptor: number): void {
  loadAddon(addonCandidates()).addon?.reportFaults({ descriptor });
}
