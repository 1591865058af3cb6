/** Blocks and their checkpoints: what became final together, and the signature over it. */
import { Field, ObjectType } from 'type-graphql';
import type { Hex } from '../../crypto/bytes.js';
import { type BlockHeader, headerHash } from '../../ledger/blockHeader.js';
import type { LogBlock } from '../../projections/logReader.js';
import { connectionType } from '../connection.js';
import { globalId, NodeObject } from '../globalId.js';
import {
  CanonicalJsonScalar,
  HashScalar,
  HeightScalar,
  InstantScalar,
  PositionScalar,
} from '../scalars.js';

@ObjectType('CheckpointSignature', {
  simpleResolvers: true,
  description: 'One signature line of a checkpoint (C2SP signed-note).',
})
export class CheckpointSignatureObject {
  @Field(() => String, { description: 'Name of the key: the checkpoint’s origin.' })
  name!: string;

  @Field(() => String, { description: 'Base64 of the 4 byte key id and the Ed25519 signature.' })
  value!: string;
}

@ObjectType('Checkpoint', {
  simpleResolvers: true,
  description:
    'A C2SP signed note over the log’s size and root and the block’s header. Verify `note`; the ' +
    'other fields repeat what stands in it.',
})
export class CheckpointObject {
  @Field(() => String, { description: 'The whole note, with its signature lines.' })
  note!: string;

  @Field(() => String, { description: 'First line: a schema-less URL that names this log.' })
  origin!: string;

  @Field(() => PositionScalar, { description: 'Second line: number of entries under the root.' })
  size!: number;

  @Field(() => HashScalar, { description: 'Third line, in hex: RFC 9162 root over the entries.' })
  root!: Hex;

  @Field(() => HashScalar, { description: 'Extension line, in hex: hash of the block’s header.' })
  headerHash!: Hex;

  @Field(() => HeightScalar, { description: 'The block that the checkpoint closes.' })
  height!: number;

  @Field(() => [CheckpointSignatureObject], { description: 'The signature lines.' })
  signatures!: CheckpointSignatureObject[];

  constructor(block: LogBlock, header: BlockHeader) {
    const [body = '', lines = ''] = block.checkpoint.split('\n\n');
    this.note = block.checkpoint;
    this.origin = body.split('\n')[0] ?? '';
    this.size = header.size;
    this.root = header.root;
    this.headerHash = headerHash(block.header);
    this.height = header.height;
    this.signatures = lines.split('\n').flatMap(readSignature);
  }
}

/** A line `— <name> <base64>` of a note that this node wrote. */
function readSignature(line: string): CheckpointSignatureObject[] {
  const [dash, name, value] = line.split(' ');
  return dash === '—' && name !== undefined && value !== undefined ? [{ name, value }] : [];
}

@ObjectType('Block', {
  implements: NodeObject,
  simpleResolvers: true,
  description: 'Entries that became final together. The header commits to them and to the state.',
})
export class BlockObject extends NodeObject {
  @Field(() => HeightScalar, { description: 'The block’s number; 0 is the genesis block.' })
  height!: number;

  @Field(() => InstantScalar, {
    description: 'The block’s time, never before the block before it.',
  })
  time!: string;

  @Field(() => HashScalar, { description: 'Hash of the header’s text with its prefix.' })
  hash!: Hex;

  @Field(() => HashScalar, { description: 'Hash of the header before; 64 zeros at height 0.' })
  previous!: Hex;

  @Field(() => PositionScalar, { description: 'Position of the block’s first entry.' })
  firstPosition!: number;

  @Field(() => PositionScalar, { description: 'Log size after the block.' })
  size!: number;

  @Field(() => HashScalar, { description: 'RFC 9162 root over all entries up to here.' })
  root!: Hex;

  @Field(() => HashScalar, { description: 'State commitment after the block.' })
  state!: Hex;

  @Field(() => CanonicalJsonScalar, { description: 'The header’s text: what `hash` covers.' })
  header!: string;

  @Field(() => CheckpointObject, { description: 'The signed checkpoint over this block.' })
  checkpoint!: CheckpointObject;

  constructor(block: LogBlock) {
    super();
    const header = JSON.parse(block.header) as BlockHeader;
    this.id = globalId('Block', header.height);
    this.height = header.height;
    this.time = header.time;
    this.hash = headerHash(block.header);
    this.previous = header.previous;
    this.firstPosition = header.first;
    this.size = header.size;
    this.root = header.root;
    this.state = header.state;
    this.header = block.header;
    this.checkpoint = new CheckpointObject(block, header);
  }
}

export const BlockConnection = connectionType('Block', () => BlockObject, 'blocks');
