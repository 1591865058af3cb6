/**
 * Offers of custody and their answers, undertakings of secrecy, and every reading of content.
 */
import type { Database } from 'better-sqlite3';
import type { AccessLogged } from '../../domain/evidence/custody/access.js';
import type {
  CustodyAccepted,
  CustodyExpired,
  CustodyOffered,
  CustodyRefused,
} from '../../domain/evidence/custody/custody.js';
import type { UndertakingGiven } from '../../domain/evidence/custody/undertaking.js';
import type { DerivedEntry } from '../../ledger/entry.js';
import { eventWriter, onEvent } from '../eventWriter.js';
import type { Projection, ProjectionWriter } from '../projection.js';
import { jsonText, jsonTextOrNull, tableWriter } from '../tableWriter.js';

export const evidenceCustody: Projection = {
  name: 'evidence_custody',
  version: 2,
  tables: `
    CREATE TABLE evidence_custody_offers (
      offer TEXT NOT NULL,
      item TEXT NOT NULL,
      holder TEXT NOT NULL,
      recipient TEXT NOT NULL,
      content TEXT NOT NULL,
      expires TEXT NOT NULL,
      status TEXT NOT NULL,
      answered_position INTEGER,
      answered_time TEXT,
      answered_content TEXT,
      refused_reason TEXT,
      position INTEGER NOT NULL,
      time TEXT NOT NULL,
      PRIMARY KEY (offer)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX evidence_custody_offers_by_item ON evidence_custody_offers (item);
    CREATE INDEX evidence_custody_offers_in_order ON evidence_custody_offers (position);
    CREATE TABLE evidence_undertakings (
      undertaking TEXT NOT NULL,
      item TEXT NOT NULL,
      actor TEXT NOT NULL,
      document TEXT NOT NULL,
      position INTEGER NOT NULL,
      time TEXT NOT NULL,
      PRIMARY KEY (undertaking)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX evidence_undertakings_by_item ON evidence_undertakings (item);
    CREATE INDEX evidence_undertakings_in_order ON evidence_undertakings (position);
    CREATE TABLE evidence_accesses (
      access TEXT NOT NULL,
      item TEXT NOT NULL,
      actor TEXT NOT NULL,
      purpose TEXT NOT NULL,
      authority TEXT NOT NULL,
      rests_on TEXT,
      position INTEGER NOT NULL,
      time TEXT NOT NULL,
      PRIMARY KEY (access)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX evidence_accesses_by_item ON evidence_accesses (item);
    CREATE INDEX evidence_accesses_in_order ON evidence_accesses (position);
  `,
  writer,
};

function writer(database: Database): ProjectionWriter {
  return eventWriter({ events: { ...offers(database), ...readings(database) } });
}

function offers(database: Database) {
  const table = tableWriter(database, 'evidence_custody_offers', 'offer');
  return {
    'evidence.CustodyOffered': onEvent<CustodyOffered>((data, { position, time }) => {
      const { offer, item, holder, recipient, content, expires } = data;
      table.insert({
        offer,
        item,
        holder,
        recipient,
        content: jsonText(content),
        expires,
        status: 'offered',
        answered_position: null,
        answered_time: null,
        answered_content: null,
        refused_reason: null,
        position,
        time,
      });
    }),
    'evidence.CustodyAccepted': onEvent<CustodyAccepted>(({ offer, content }, entry) => {
      const answer = { ...answeredAt(entry), answered_content: jsonText(content) };
      table.update(offer, { status: 'accepted', ...answer });
    }),
    'evidence.CustodyRefused': onEvent<CustodyRefused>((data, entry) => {
      const found = jsonTextOrNull(data.content);
      const answer = { ...answeredAt(entry), answered_content: found };
      table.update(data.offer, { status: 'refused', refused_reason: data.reason, ...answer });
    }),
    'evidence.CustodyExpired': onEvent<CustodyExpired>(({ offer }) => {
      table.update(offer, { status: 'expired' });
    }),
  };
}

function answeredAt({ position, time }: DerivedEntry) {
  return { answered_position: position, answered_time: time };
}

function readings(database: Database) {
  const undertakings = tableWriter(database, 'evidence_undertakings', 'undertaking');
  const accesses = tableWriter(database, 'evidence_accesses', 'access');
  return {
    'evidence.UndertakingGiven': onEvent<UndertakingGiven>((data, { position, time }) => {
      const { undertaking, item, by: actor } = data;
      const document = jsonText(data.document);
      undertakings.insert({ undertaking, item, actor, document, position, time });
    }),
    'evidence.AccessLogged': onEvent<AccessLogged>((data, { position, time }) => {
      const { access, item, purpose, authority, record = null, by: actor } = data;
      const what = { purpose, authority, rests_on: record };
      accesses.insert({ access, item, actor, ...what, position, time });
    }),
  };
}
