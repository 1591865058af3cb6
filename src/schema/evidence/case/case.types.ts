/** The objects of dossiers and cases. */
import type {
  EvidenceCaseLinksTable,
  EvidenceDossierItemsTable,
  EvidenceDossiersTable,
} from '../../../projections/evidence/lifeTables.js';
import { rowFields, tableType } from '../../tableType.js';
import { EvidenceContentObject, historyOf, itemsOf } from '../content.types.js';
import { EvidenceItemObject } from '../evidence.types.js';
import {
  CaseCheckResultEnum,
  CaseLinkStatusEnum,
  CaseOutcomeEnum,
  DossierPhaseEnum,
  DossierStatusEnum,
  ObjectionArticleEnum,
  ObjectionGroundEnum,
} from './case.enums.js';

const entry = rowFields<EvidenceDossierItemsTable>();

export const DossierEntryType = tableType<EvidenceDossierItemsTable>(
  'DossierEntry',
  'An entry of a dossier’s manifest, by number: an item that is filed, or taken out again.',
  {
    number: entry.int('number', 'Number in the dossier, from 0.'),
    itemId: entry.text('item', 'Id of the item.'),
    phase: entry.word(DossierPhaseEnum, 'phase', 'The phase it is filed under.'),
    salt: entry.maybe(
      entry.hash('salt', 'Salt of its leaf; null for a filing without one, and for a removal.'),
    ),
    removes: entry.maybe(
      entry.int('removes', 'Number of the entry that this one takes out; null for a filing.'),
    ),
    removedBy: entry.maybe(
      entry.int('removed_by', 'Number of the entry that takes this one out; null while it stands.'),
    ),
    position: entry.position('position', 'Position of the entry that filed it.'),
  },
);

const dossier = rowFields<EvidenceDossiersTable>();

export const DossierType = tableType<EvidenceDossiersTable>(
  'Dossier',
  'The items of one matter (存证事务), by phase, under one manifest root once frozen.',
  {
    dossierId: dossier.hash('dossier', 'Hash of the event that opened it.'),
    organisationId: dossier.text('organisation', 'Id of the organisation that keeps it.'),
    status: dossier.word(DossierStatusEnum, 'status', 'How far it is.'),
    phase: dossier.maybe(dossier.word(DossierPhaseEnum, 'phase', 'The phase filed last.')),
    itemCount: dossier.int('item_count', 'Number of items: filed and not taken out again.'),
    entryCount: dossier.int(
      'entry_count',
      'Number of entries in the manifest: filings and removals.',
    ),
    root: dossier.maybe(dossier.hash('root', 'Manifest root, once frozen.')),
    caseReference: dossier.maybe(
      dossier.hash('case_reference', 'SHA-256 over the case number, once submitted.'),
    ),
    frozenPosition: dossier.maybe(
      dossier.position('frozen_position', 'Position of the entry that froze it.'),
    ),
    submittedPosition: dossier.maybe(
      dossier.position('submitted_position', 'Position of the entry that submitted it to a case.'),
    ),
    closedPosition: dossier.maybe(
      dossier.position('closed_position', 'Position of the entry that closed it.'),
    ),
    openedPosition: dossier.position('position', 'Position of the entry that opened it.'),
    openedTime: dossier.instant('time', 'Time of its block.'),
    history: historyOf('dossier'),
  },
);

const link = rowFields<EvidenceCaseLinksTable>();

export const CaseLinkType = tableType<EvidenceCaseLinksTable>(
  'CaseLink',
  'Items in a case: what was submitted, checked, objected, answered and ruled.',
  {
    linkId: link.hash('link', 'Hash of the event that submitted.'),
    caseReference: link.hash('case_reference', 'SHA-256 over the case number.'),
    courtId: link.text('court', 'Id of the court.'),
    submitterId: link.text('submitter', 'Id of the organisation that submitted.'),
    status: link.word(CaseLinkStatusEnum, 'status', 'How far it is.'),
    checkResult: link.maybe(link.word(CaseCheckResultEnum, 'check_result', 'The check’s result.')),
    checkReport: link.maybe(
      link.json(() => EvidenceContentObject, 'report', 'The report of the check.'),
    ),
    objectorId: link.maybe(link.text('objector', 'Id of the organisation that objected last.')),
    objectionArticle: link.maybe(link.word(ObjectionArticleEnum, 'article', 'On which rule.')),
    objectionGround: link.maybe(link.word(ObjectionGroundEnum, 'ground', 'On which ground.')),
    outcome: link.maybe(link.word(CaseOutcomeEnum, 'outcome', 'The ruling as it stands.')),
    ruling: link.maybe(link.json(() => EvidenceContentObject, 'ruling', 'The ruling’s text.')),
    ruledPosition: link.maybe(link.position('ruled_position', 'Where it was ruled.')),
    submittedPosition: link.position('position', 'Position of the entry that submitted.'),
    submittedTime: link.instant('time', 'Time of its block.'),
    items: itemsOf(() => EvidenceItemObject),
    history: historyOf('link'),
  },
);
