/**
 * Captures: a fresh beacon, a check before the first artefact, no gap, and an end that is pinned.
 */
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { codeOf, refusalIn, typesOf } from '../../support/domain.js';
import { batchRoot } from '../../../src/domain/evidence/batch.js';
import { itemRecord } from '../../../src/domain/evidence/item.js';
import {
  artefacts,
  ask,
  BUILD,
  CAPTURE,
  captureLedger,
  closing,
  contentOf,
  environment,
  lifeLedger,
  must,
  opening,
  SEAL,
  SECOND_COLLECTOR,
  sealedLedger,
  sealing,
  TOOL_BOT,
  UNKNOWN,
} from '../../support/evidenceLife.js';

const CRIMINAL = { profile: 'criminal', collectors: [SECOND_COLLECTOR, TOOL_BOT] };

describe('invariant 4: the beacon is the lower bound of a capture', () => {
  it('is a checkpoint of this ledger at most ten minutes old, and gives the lower bound', () => {
    const ledger = captureLedger();
    const data = opening(ledger);
    ledger.setTime('2026-01-01T00:10:00.000Z');
    const [opened] = must(ledger, TOOL_BOT, 'OpenCapture', data);
    expect(opened?.data).toMatchObject({ notBefore: '2026-01-01T00:00:00.000Z', by: TOOL_BOT });
    ledger.setTime('2026-01-01T00:10:00.001Z');
    expect(refusalIn(ask(ledger, TOOL_BOT, 'OpenCapture', data))).toMatchObject({
      code: 'BEACON_OLD',
      value: '600001 ms',
    });
  });

  it.each([
    ['another ledger’s root', 'root', 'BEACON_MISMATCH'],
    ['another ledger’s header', 'header', 'BEACON_MISMATCH'],
  ])('is refused with %s, naming what this ledger has', (_, part, code) => {
    const ledger = captureLedger();
    const own = ledger.endBlock(50);
    const beacon = { ...own, [part]: UNKNOWN };
    const refusal = refusalIn(ask(ledger, TOOL_BOT, 'OpenCapture', opening(ledger, { beacon })));
    expect(refusal).toMatchObject({ code, limit: own[part as 'root'], value: UNKNOWN });
  });

  it('cannot be a size inside a block, nor one that is still to come', () => {
    const ledger = captureLedger();
    const own = ledger.endBlock(50);
    for (const size of [49, 51, 1, Number.MAX_SAFE_INTEGER]) {
      const data = opening(ledger, { beacon: { ...own, size } });
      expect(codeOf(ask(ledger, TOOL_BOT, 'OpenCapture', data))).toBe('BEACON_UNKNOWN');
    }
  });
});

describe('the check of the environment', () => {
  it('passes only when every check of the list passes; nobody states the result', () => {
    const [passed] = must(captureLedger(), TOOL_BOT, 'RecordEnvironment', environment());
    expect(passed?.data).toMatchObject({ result: 'passed' });
    for (const check of ['hostsFile', 'proxy', 'dns', 'clockOffset', 'processList']) {
      const data = environment({ [check]: 'fail' });
      const [failed] = must(captureLedger(), TOOL_BOT, 'RecordEnvironment', data);
      expect(failed?.data).toMatchObject({ result: 'failed' });
    }
  });

  it('comes once, before the first artefact, or not at all', () => {
    const checked = captureLedger();
    must(checked, TOOL_BOT, 'RecordEnvironment', environment());
    expect(codeOf(ask(checked, TOOL_BOT, 'RecordEnvironment', environment()))).toBe(
      'CAPTURE_STATUS',
    );
    const begun = captureLedger();
    must(begun, TOOL_BOT, 'RecordArtefacts', artefacts(0, 'image'));
    expect(refusalIn(ask(begun, TOOL_BOT, 'RecordEnvironment', environment()))).toMatchObject({
      code: 'CAPTURE_STATUS',
      value: 'recording',
    });
  });
});

describe('invariant 8: without a passed check a capture is uncontrolled', () => {
  it.each([
    ['no check', null],
    ['a failed check', environment({ dns: 'fail' })],
  ])('after %s', (_, check) => {
    const ledger = captureLedger();
    if (check !== null) must(ledger, TOOL_BOT, 'RecordEnvironment', check);
    must(ledger, TOOL_BOT, 'RecordArtefacts', artefacts(0, 'image'));
    must(ledger, TOOL_BOT, 'CloseCapture', closing('image'));
    expect(codeOf(ask(ledger, TOOL_BOT, 'SealCapture', sealing()))).toBe('SEAL_CLASS');
    const uncontrolled = sealing({ class: 'uncontrolled' });
    expect(codeOf(ask(ledger, TOOL_BOT, 'SealCapture', uncontrolled))).toBe('accepted');
  });
});

describe('invariant 9: a closed capture is closed, and its end is pinned', () => {
  it('takes nothing more, in whatever way it is asked', () => {
    for (const ledger of [sealedLedger(), closedLedger()]) {
      const later = [
        ['RecordArtefacts', artefacts(2, 'more')],
        ['RecordEnvironment', environment()],
        ['CloseCapture', closing('image', 'source')],
        ['AbortCapture', { capture: CAPTURE, reason: 'other' }],
      ] as const;
      for (const [step, data] of later) {
        expect([step, codeOf(ask(ledger, TOOL_BOT, step, data))]).toEqual([step, 'CAPTURE_STATUS']);
      }
    }
  });

  it('does not close over fewer, more, other or reordered artefacts', () => {
    const ledger = captureLedger();
    must(ledger, TOOL_BOT, 'RecordArtefacts', artefacts(0, 'image', 'source'));
    const close = (data: ReturnType<typeof closing>) =>
      codeOf(ask(ledger, TOOL_BOT, 'CloseCapture', data));
    expect(close(closing('image'))).toBe('COUNT_MISMATCH');
    expect(close(closing('image', 'source', 'more'))).toBe('COUNT_MISMATCH');
    expect(close(closing('image', 'other'))).toBe('ROOT_MISMATCH');
    expect(close(closing('source', 'image'))).toBe('ROOT_MISMATCH');
    expect(close(closing('image', 'source'))).toBe('accepted');
  });

  it('is not closed empty', () => {
    const data = { ...closing('x'), count: 1 };
    expect(codeOf(ask(captureLedger(), TOOL_BOT, 'CloseCapture', data))).toBe('CAPTURE_STATUS');
  });
});

function closedLedger() {
  const ledger = captureLedger();
  must(ledger, TOOL_BOT, 'RecordArtefacts', artefacts(0, 'image', 'source'));
  must(ledger, TOOL_BOT, 'CloseCapture', closing('image', 'source'));
  return ledger;
}

describe('invariant 5: beacon, check, artefacts, close and seal come in this order', () => {
  const STEPS = [
    ['RecordEnvironment', environment()],
    ['RecordArtefacts', artefacts(0, 'image', 'source')],
    ['CloseCapture', closing('image', 'source')],
    ['SealCapture', sealing()],
  ] as const;

  it('and in no other: each later step is refused before its time', () => {
    STEPS.forEach((_, taken) => {
      STEPS.slice(taken + 1).forEach(([later, data]) => {
        const ledger = captureLedger();
        for (const [step, before] of STEPS.slice(0, taken)) must(ledger, TOOL_BOT, step, before);
        // Artefacts may come unchecked: the capture is then uncontrolled for good.
        const isAllowed = later === 'RecordArtefacts';
        const code = isAllowed ? 'accepted' : 'CAPTURE_STATUS';
        expect([taken, later, codeOf(ask(ledger, TOOL_BOT, later, data))]).toEqual([
          taken,
          later,
          code,
        ]);
      });
    });
  });
});

describe('artefacts', () => {
  it('are numbered without a gap, whatever is tried', () => {
    const first = fc.integer({ min: 0, max: 6 });
    fc.assert(
      fc.property(fc.array(first, { maxLength: 12 }), (firsts) => {
        const ledger = captureLedger();
        let count = 0;
        firsts.forEach((number, index) => {
          const events = ask(ledger, TOOL_BOT, 'RecordArtefacts', artefacts(number, `${index}`));
          const isNext = number === count;
          expect(codeOf(events)).toBe(isNext ? 'accepted' : 'ARTEFACT_OUT_OF_SEQUENCE');
          if (isNext) count += 1;
        });
      }),
      { numRuns: 30 },
    );
  });

  it('are refused twice, in one record or in two', () => {
    const ledger = captureLedger();
    const twice = artefacts(0, 'image', 'image');
    expect(refusalIn(ask(ledger, TOOL_BOT, 'RecordArtefacts', twice))).toMatchObject({
      code: 'DUPLICATE_LEAF',
      field: 'data.artefacts[1].commitment',
    });
    must(ledger, TOOL_BOT, 'RecordArtefacts', artefacts(0, 'image'));
    const again = ask(ledger, TOOL_BOT, 'RecordArtefacts', artefacts(1, 'image'));
    expect(codeOf(again)).toBe('DUPLICATE_LEAF');
  });

  it('invariant 3: one digest that does not fit refuses all of them', () => {
    const data = artefacts(0, 'image', 'source');
    const [good, bad] = data['artefacts'] as [object, object];
    const swapped = { ...bad, commitment: contentOf('else')['commitment'] };
    const events = ask(captureLedger(), TOOL_BOT, 'RecordArtefacts', {
      ...data,
      artefacts: [good, swapped] as never,
    });
    expect(refusalIn(events)).toMatchObject({
      code: 'COMMITMENT_MISMATCH',
      field: 'data.artefacts[1].commitment',
    });
  });
});

describe('the seal', () => {
  it('registers the artefacts as a batch under the manifest root, in their order', () => {
    const ledger = sealedLedger();
    const sealed = ledger.events.slice(-2);
    expect(typesOf(sealed)).toEqual(['evidence.CaptureSealed', 'evidence.BatchRegistered']);
    const batch = sealed[1]?.data as { root: string; leaves: string[]; claimant: string };
    expect(batch.leaves).toEqual(['image', 'source'].map((text) => contentOf(text)['commitment']));
    expect(batch.root).toBe(closing('image', 'source')['root']);
    expect(batch.root).toBe(batchRoot(batch.leaves));
    expect(itemRecord(ledger.state, `${SEAL}.1`)).toMatchObject({
      claimant: 'platform',
      status: 'active',
    });
    expect(itemRecord(ledger.state, `${SEAL}.2`)).toBeUndefined();
  });
});

describe('a criminal capture', () => {
  it('needs two collectors who are there; a missing signature can be cured after the seal', () => {
    const ledger = captureLedger(CRIMINAL);
    must(ledger, TOOL_BOT, 'RecordArtefacts', artefacts(0, 'disk'));
    must(ledger, SECOND_COLLECTOR, 'CloseCapture', closing('disk'));
    must(ledger, TOOL_BOT, 'SealCapture', sealing({ class: 'uncontrolled' }));
    must(ledger, SECOND_COLLECTOR, 'CosignCapture', { capture: CAPTURE });
    expect(codeOf(ask(ledger, SECOND_COLLECTOR, 'CosignCapture', { capture: CAPTURE }))).toBe(
      'COSIGNED_BEFORE',
    );
  });

  it('refuses a collector who is nobody, and an opener who is none', () => {
    const ledger = captureLedger();
    const nobody = opening(ledger, { ...CRIMINAL, collectors: [TOOL_BOT, 'nobody@platform'] });
    expect(codeOf(ask(ledger, TOOL_BOT, 'OpenCapture', nobody))).toBe('ACTOR_UNKNOWN');
    const stranger = opening(ledger, CRIMINAL);
    expect(codeOf(ask(ledger, 'counsel@owner', 'OpenCapture', stranger))).toBe('NOT_COLLECTOR');
  });
});

describe('a tool', () => {
  it('that was withdrawn opens nothing, and cannot come back under its build', () => {
    const ledger = captureLedger();
    must(ledger, TOOL_BOT, 'WithdrawTool', { build: BUILD, reason: 'fault' });
    expect(codeOf(ask(ledger, TOOL_BOT, 'OpenCapture', opening(ledger)))).toBe('TOOL_WITHDRAWN');
    const again = { build: BUILD, profiles: ['web-auto'] };
    expect(codeOf(ask(ledger, TOOL_BOT, 'RegisterTool', again))).toBe('TOOL_EXISTS');
    // What it captured goes on: the withdrawal is on record beside it.
    expect(codeOf(ask(ledger, TOOL_BOT, 'RecordArtefacts', artefacts(0, 'a')))).toBe('accepted');
  });

  it('is withdrawn by its own organisation only', () => {
    const data = { build: BUILD, reason: 'fault' };
    expect(codeOf(ask(captureLedger(), 'counsel@owner', 'WithdrawTool', data))).toBe(
      'NOT_IN_CHARGE',
    );
    expect(codeOf(ask(lifeLedger(), TOOL_BOT, 'WithdrawTool', data))).toBe('TOOL_UNKNOWN');
  });
});
