/** Places that may be longer than the limits, each with the reason. This list may only shrink. */
import type { LengthException } from './lengths.js';

export const LENGTH_EXCEPTIONS: readonly LengthException[] = [];
