/** What a fault needs of the machine: there, or the reason why it is not. */

export interface Missing {
  readonly missing: string;
}

/** What `make` makes, or why it cannot be made here. */
export function needOf<Part>(make: () => Part): Part | Missing {
  try {
    return make();
  } catch (error) {
    return { missing: (error as Error).message.trim() };
  }
}

export function isMissing(part: object | string): part is Missing {
  return typeof part === 'object' && 'missing' in part;
}

/** The part itself; throws when it is missing. */
export function required<Part extends object | string>(part: Part | Missing): Part {
  if (isMissing(part)) throw new Error(part.missing);
  return part;
}
