/** The domain of evidence preservation (电子存证), register, supersede, withdraw, time-stamp. */
import type { DomainModule } from '../domainModule.js';
import { batchActions, batchEvents } from './batch.js';
import { itemActions, itemEvents } from './item.js';
import { supersedeActions, supersedeEvents } from './supersede.js';
import { timeAuthorityActions, timeAuthorityEvents } from './timeAuthority.js';
import { timestampActions, timestampEvents } from './timestamp.js';
import { timestampIssueActions, timestampIssueEvents } from './timestampIssue.js';
import { withdrawActions, withdrawEvents } from './withdraw.js';

export const evidence: DomainModule = {
  name: 'evidence',
  actions: {
    ...itemActions,
    ...batchActions,
    ...supersedeActions,
    ...withdrawActions,
    ...timeAuthorityActions,
    ...timestampActions,
    ...timestampIssueActions,
  },
  events: {
    ...itemEvents,
    ...batchEvents,
    ...supersedeEvents,
    ...withdrawEvents,
    ...timeAuthorityEvents,
    ...timestampEvents,
    ...timestampIssueEvents,
  },
};
