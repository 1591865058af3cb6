/**
 * The network of one manifest: four validators made and started by the commands that users run,
 * with what its faults need around them. What this machine does not permit is asked before
 * (`unavailable`) and never left out in silence.
 */
import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CometRpc } from '../../src/consensus/cometbft/cometRpc.js';
import { findCometBft } from '../../src/node/cometbft/cometbftBinary.js';
import { consortiumPaths } from '../../src/node/cometbft/consortiumFile.js';
import { Submissions } from '../consortium/submissions.js';
import {
  type ConsortiumNetwork,
  FIFTH,
  makeConsortium,
  type NodeIndex,
  NODES,
} from '../support/live/consortiumNetwork.js';
import { itemOf } from '../support/live/depositor.js';
import type { ServerOptions } from '../support/live/serverProcess.js';
import { shiftedCometBft } from './clock/shiftedCometBft.js';
import { slowDiskLibrary } from './disk/slowDisk.js';
import { Liar } from './faults/liar.js';
import { layWires, type Wires } from './faults/wires.js';
import { isMissing, type Missing, required } from './machineNeed.js';
import type { FaultKind, Manifest } from './manifest.js';

const CLOCK_PRELOAD = new URL('clock/shiftedClock.mjs', import.meta.url).href;
/** Older than any clock is behind. */
const AGE_MS = 86_400_000;
/**
 * From one block to the next where a twin signs: it begins at the first block and has to come level
 * with the others, because nobody takes its votes at heights that are decided.
 */
const TWIN_COMMIT_MS = 250;
const ALL: readonly NodeIndex[] = [...NODES, FIFTH];
/** How the ids of events begin that are in lies alone: no block may have one. */
export const LIE_ID = 'lie-';

export interface TestNetwork {
  readonly consortium: ConsortiumNetwork;
  readonly submissions: Submissions;
  /** The nodes that callers use and that must agree at the end. */
  readonly nodes: readonly NodeIndex[];
  /** There when the manifest has a partition. */
  readonly wires: Wires | undefined;
  /** The application between `node` and its CometBFT, where the manifest needs one. */
  liar(node: NodeIndex): Liar;
  setClock(node: NodeIndex, ms: number): void;
  slowDisk(node: NodeIndex, ms: number): void;
  /** Process ids of the node and of its CometBFT. */
  pids(node: NodeIndex): { readonly node: number; readonly cometbft: number };
  /** Asks the CometBFT of `node`. */
  rpc<Answer>(node: NodeIndex, method: string, params?: object): Promise<Answer>;
  remove(): Promise<void>;
}

/** What a fault of some kind needs and this machine does not have, by kind. */
export function unavailable(): ReadonlyMap<FaultKind, string> {
  const missing = new Map<FaultKind, string>();
  const ask = <Part extends object | string>(kind: FaultKind, part: Part | Missing): void => {
    if (isMissing(part)) missing.set(kind, part.missing);
    else if (typeof part === 'object') (part as Wires).remove();
  };
  const folder = mkdtempSync(join(tmpdir(), 'civic-'));
  ask('partition', layWires());
  ask('clock', shiftedCometBft());
  ask('slow-disk', slowDiskLibrary(folder));
  rmSync(folder, { recursive: true, force: true });
  return missing;
}

/** Makes the network of `manifest`; nothing runs yet. Rejects when the machine does not permit. */
export async function makeTestNetwork(manifest: Manifest): Promise<TestNetwork> {
  const kinds = new Set(manifest.faults.map(({ kind }) => kind));
  const parts = mkdtempSync(join(tmpdir(), 'civic-'));
  const wires = kinds.has('partition') ? required(layWires()) : undefined;
  const surroundings = {
    parts,
    wires,
    program: kinds.has('clock') ? required(shiftedCometBft()) : await findCometBft(undefined),
    library: kinds.has('slow-disk') ? required(slowDiskLibrary(parts)) : undefined,
    hasClocks: kinds.has('clock'),
    between: betweenOf(manifest),
  };
  for (const node of ALL) writeSurroundings(node, surroundings);
  const consortium = await makeConsortium({
    genesis: { powers: manifest.powers, ageMs: AGE_MS },
    ...(wires === undefined ? {} : { addresses: wires.addresses }),
    processOf: (node) => processOf(node, manifest, surroundings),
  });
  if (surroundings.between.has(FIFTH) || manifest.follower) consortium.join(0);
  for (const node of ALL) setPatience(consortium.directory(node), manifest);
  return assembled(manifest, surroundings, consortium);
}

interface Surroundings {
  /** Folder of what belongs to no node. */
  readonly parts: string;
  readonly wires: Wires | undefined;
  /** The CometBFT program. */
  readonly program: string;
  /** Library that makes the ledger's disk slow. */
  readonly library: string | undefined;
  readonly hasClocks: boolean;
  /** Nodes with a liar between CometBFT and the ledger. */
  readonly between: ReadonlySet<NodeIndex>;
}

/** How long CometBFT waits before a further round or block; votes travel faster than proposals. */
function setPatience(directory: string, { proposeMs, faults }: Manifest): void {
  const path = join(consortiumPaths(directory).config, 'config.toml');
  if (!existsSync(path)) return;
  const text = readFileSync(path, 'utf8');
  const hasTwin = faults.some(({ kind }) => kind === 'double-sign');
  const patient = text
    .replace(/^timeout_commit = .*$/m, hasTwin ? `timeout_commit = "${TWIN_COMMIT_MS}ms"` : '$&')
    .replace(/^timeout_propose = .*$/m, `timeout_propose = "${proposeMs}ms"`)
    .replace(/^(timeout_(?:prevote|precommit)) = .*$/gm, `$1 = "${Math.ceil(proposeMs / 3)}ms"`);
  writeFileSync(path, patient);
}

/** The twin of a double signer has to differ from it: it tells a lie, too. */
function betweenOf({ faults }: Manifest): ReadonlySet<NodeIndex> {
  return new Set(
    faults.flatMap((fault): readonly NodeIndex[] => {
      if (fault.kind === 'byzantine') return [fault.node];
      return fault.kind === 'double-sign' ? [FIFTH] : [];
    }),
  );
}

/** The program that a node starts as its CometBFT, and the files that its faults are set by. */
function writeSurroundings(
  node: NodeIndex,
  { parts, wires, program, between }: Surroundings,
): void {
  const liar = between.has(node)
    ? 'case $1 in start) set -- "$@" --proxy_app unix://liar.sock ;; esac\n'
    : '';
  const enter = wires === undefined ? '' : `${wires.enter(node)} `;
  writeFileSync(programOf(parts, node), `#!/bin/sh\n${liar}exec ${enter}${program} "$@"\n`);
  chmodSync(programOf(parts, node), 0o755);
  for (const file of [clockOf(parts, node), diskOf(parts, node)]) writeFileSync(file, '0');
}

const programOf = (parts: string, node: NodeIndex): string => join(parts, `cometbft-${node}`);
const clockOf = (parts: string, node: NodeIndex): string => join(parts, `clock-${node}`);
const diskOf = (parts: string, node: NodeIndex): string => join(parts, `disk-${node}`);

function processOf(
  node: NodeIndex,
  { settings }: Manifest,
  { parts, library, hasClocks }: Surroundings,
): Pick<ServerOptions, 'settings' | 'nodeArguments' | 'environment'> {
  const disk = library === undefined ? {} : { LD_PRELOAD: library };
  return {
    settings: { ...settings, COMETBFT: programOf(parts, node) },
    nodeArguments: hasClocks ? ['--import', CLOCK_PRELOAD] : [],
    environment: {
      CIVIC_TEST_CLOCK: clockOf(parts, node),
      CIVIC_TEST_DISK: diskOf(parts, node),
      ...disk,
    },
  };
}

async function assembled(
  { follower }: Manifest,
  { parts, wires, between }: Surroundings,
  consortium: ConsortiumNetwork,
): Promise<TestNetwork> {
  const liars = new Map<NodeIndex, Liar>();
  for (const node of between) liars.set(node, await makeLiar(consortium, node));
  const rpcs = new Map(
    ALL.map((node) => [node, new CometRpc(consortiumPaths(consortium.directory(node)).rpcSocket)]),
  );
  return {
    consortium,
    submissions: new Submissions(consortium.ledger.depositor),
    nodes: follower ? ALL : NODES,
    wires,
    liar: (node) => liars.get(node) as Liar,
    setClock: (node, ms) => writeFileSync(clockOf(parts, node), String(ms)),
    slowDisk: (node, ms) => writeFileSync(diskOf(parts, node), String(ms)),
    pids: (node) => {
      const { pid } = consortium.server(node);
      const children = execFileSync('pgrep', ['-P', String(pid), 'cometbft']).toString();
      return { node: pid, cometbft: Number(children.trim()) };
    },
    rpc: async (node, method, params = {}) => (rpcs.get(node) as CometRpc).call(method, params),
    remove: async () => {
      await consortium.remove();
      for (const rpc of rpcs.values()) rpc.close();
      for (const liar of liars.values()) await liar.close();
      wires?.remove();
      rmSync(parts, { recursive: true, force: true });
    },
  };
}

async function makeLiar(consortium: ConsortiumNetwork, node: NodeIndex): Promise<Liar> {
  const { home, abciSocket } = consortiumPaths(consortium.directory(node));
  const { depositor } = consortium.ledger;
  let signed = 0;
  return Liar.listen({
    ledgerPath: abciSocket,
    path: join(home, 'liar.sock'),
    sign: (bytes) => {
      signed += 1;
      const id = `${LIE_ID}${node}-${signed}`;
      const ballast = bytes === 0 ? {} : { ballast: 'x'.repeat(bytes) };
      return depositor.sign({
        type: 'evidence.RegisterItem',
        id,
        data: { item: itemOf(id), ...ballast },
      });
    },
  });
}
