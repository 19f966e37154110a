import { axisKey, type AxisName, type CellPoint } from './axes.js';
import { groupBy } from './group-by.js';

type Index = ReadonlyMap<string, readonly object[]>;

/** By list and by the names of axes, made when they are first asked for. */
const indices = new WeakMap<readonly object[], Map<string, Index>>();

/**
 * The items that agree with the point in the named axes. A list is looked through once for each choice of names, not
 * once a point: it must not change afterwards.
 */
export function matching<Name extends AxisName, Item extends Pick<CellPoint, Name>>(
  items: readonly Item[],
  point: Pick<CellPoint, Name>,
  names: readonly Name[],
): readonly Item[] {
  const ofList = indices.get(items) ?? new Map<string, Index>();
  indices.set(items, ofList);
  const choice = names.join();
  const index = ofList.get(choice) ?? groupBy(items, (item) => axisKey(item, names));
  ofList.set(choice, index);
  return (index.get(axisKey(point, names)) ?? []) as readonly Item[];
}
