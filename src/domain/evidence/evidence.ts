/** The domain of evidence preservation (电子存证), first slice: register, supersede, withdraw. */
import type { DomainModule } from '../domainModule.js';
import { batchActions, batchEvents } from './batch.js';
import { itemActions, itemEvents } from './item.js';
import { supersedeActions, supersedeEvents } from './supersede.js';
import { withdrawActions, withdrawEvents } from './withdraw.js';

export const evidence: DomainModule = {
  name: 'evidence',
  actions: { ...itemActions, ...batchActions, ...supersedeActions, ...withdrawActions },
  events: { ...itemEvents, ...batchEvents, ...supersedeEvents, ...withdrawEvents },
};
