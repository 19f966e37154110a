/** The points of a series, made when first asked for: of most series of a fleet nobody does. */
export class LazyPoints<Points> {
  // Private to the engine, so that `Object.assign` copies neither.
  readonly #make: () => Points;
  #known: Points | null = null;

  constructor(make: () => Points) {
    this.#make = make;
  }

  get points(): Points {
    return (this.#known ??= this.#make());
  }
}
