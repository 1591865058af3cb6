/** The facts of the evidence domain that the read models show: the shapes that its rules write. */
export type { BatchRegistered } from '../../domain/evidence/batch.js';
export type { ItemRegistered } from '../../domain/evidence/item.js';
export type { ItemSuperseded } from '../../domain/evidence/supersede.js';
export type { ItemWithdrawn } from '../../domain/evidence/withdraw.js';
