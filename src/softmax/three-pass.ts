/** The algorithms of the paper that two-pass is to beat, with ordinary stores. */
export const threePassIds = ['three-pass-recompute', 'three-pass-reload'] as const;

export type ThreePassId = (typeof threePassIds)[number];

/** Whether it is one of them. */
export function isThreePass(algorithmId: string): algorithmId is ThreePassId {
  return threePassIds.some((id) => id === algorithmId);
}
