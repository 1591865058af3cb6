/**
 * Ed25519 signatures whose verdict every node must share, for the boot self-test. Figures from
 * C2SP/wycheproof dac1dd4 (one case of each kind) and novifinancial/ed25519-speccheck 6551933, both
 * Apache-2.0; the torsion and small-order cases were computed for this ledger.
 */
import type { Hex } from './bytes.js';

/** One signature and the only right answer. */
export interface SignatureVector {
  readonly name: string;
  /** Public key text. */
  readonly key: string;
  readonly message: Hex;
  readonly signature: Hex;
  readonly valid: boolean;
  /** The key itself must be refused at enrolment. */
  readonly keyRefused?: true;
}

export const ED25519_VECTORS: readonly SignatureVector[] = [
  {
    name: 'speccheck 0',
    key: 'ed25519-strict-1:c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa',
    message: '8c93255d71dcab10e8f379c26200f3c7bd5f09d9bc3068d3ef4edeb4853022b6',
    signature:
      'c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a' +
      '0000000000000000000000000000000000000000000000000000000000000000',
    valid: false,
  },
  {
    name: 'speccheck 1',
    key: 'ed25519-strict-1:c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa',
    message: '9bd9f44f4dcc75bd531b56b2cd280b0bb38fc1cd6d1230e14861d861de092e79',
    signature:
      'f7badec5b8abeaf699583992219b7b223f1df3fbbea919844e3f7c554a43dd43' +
      'a5bb704786be79fc476f91d3f3f89b03984d8068dcf1bb7dfc6637b45450ac04',
    valid: false,
  },
  {
    name: 'speccheck 2',
    key: 'ed25519-strict-1:f7badec5b8abeaf699583992219b7b223f1df3fbbea919844e3f7c554a43dd43',
    message: 'aebf3f2601a0c8c5d39cc7d8911642f740b78168218da8471772b35f9d35b9ab',
    signature:
      'c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa' +
      '8c4bd45aecaca5b24fb97bc10ac27ac8751a7dfe1baff8b953ec9f5833ca260e',
    valid: false,
  },
  {
    name: 'speccheck 3',
    key: 'ed25519-strict-1:cdb267ce40c5cd45306fa5d2f29731459387dbf9eb933b7bd5aed9a765b88d4d',
    message: '9bd9f44f4dcc75bd531b56b2cd280b0bb38fc1cd6d1230e14861d861de092e79',
    signature:
      '9046a64750444938de19f227bb80485e92b83fdb4b6506c160484c016cc1852f' +
      '87909e14428a7a1d62e9f22f3d3ad7802db02eb2e688b6c52fcd6648a98bd009',
    valid: false,
  },
  {
    name: 'speccheck 4',
    key: 'ed25519-strict-1:cdb267ce40c5cd45306fa5d2f29731459387dbf9eb933b7bd5aed9a765b88d4d',
    message: 'e47d62c63f830dc7a6851a0b1f33ae4bb2f507fb6cffec4011eaccd55b53f56c',
    signature:
      '160a1cb0dc9c0258cd0a7d23e94d8fa878bcb1925f2c64246b2dee1796bed512' +
      '5ec6bc982a269b723e0668e540911a9a6a58921d6925e434ab10aa7940551a09',
    valid: false,
  },
  {
    name: 'speccheck 5',
    key: 'ed25519-strict-1:cdb267ce40c5cd45306fa5d2f29731459387dbf9eb933b7bd5aed9a765b88d4d',
    message: 'e47d62c63f830dc7a6851a0b1f33ae4bb2f507fb6cffec4011eaccd55b53f56c',
    signature:
      '21122a84e0b5fca4052f5b1235c80a537878b38f3142356b2c2384ebad4668b7' +
      'e40bc836dac0f71076f9abe3a53f9c03c1ceeeddb658d0030494ace586687405',
    valid: false,
  },
  {
    name: 'speccheck 6',
    key: 'ed25519-strict-1:442aad9f089ad9e14647b1ef9099a1ff4798d78589e66f28eca69c11f582a623',
    message: '85e241a07d148b41e47d62c63f830dc7a6851a0b1f33ae4bb2f507fb6cffec40',
    signature:
      'e96f66be976d82e60150baecff9906684aebb1ef181f67a7189ac78ea23b6c0e' +
      '547f7690a0e2ddcd04d87dbc3490dc19b3b3052f7ff0538cb68afb369ba3a514',
    valid: false,
  },
  {
    name: 'speccheck 7',
    key: 'ed25519-strict-1:442aad9f089ad9e14647b1ef9099a1ff4798d78589e66f28eca69c11f582a623',
    message: '85e241a07d148b41e47d62c63f830dc7a6851a0b1f33ae4bb2f507fb6cffec40',
    signature:
      '8ce5b96c8f26d0ab6c47958c9e68b937104cd36e13c33566acd2fe8d38aa1942' +
      '7e71f98a473474f2f13f06f97c20d58cc3f54b8bd0d272f42b695dd7e89a8c22',
    valid: false,
  },
  {
    name: 'speccheck 8',
    key: 'ed25519-strict-1:f7badec5b8abeaf699583992219b7b223f1df3fbbea919844e3f7c554a43dd43',
    message: '9bedc267423725d473888631ebf45988bad3db83851ee85c85e241a07d148b41',
    signature:
      'ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff' +
      '03be9678ac102edcd92b0210bb34d7428d12ffc5df5f37e359941266a4e35f0f',
    valid: false,
  },
  {
    name: 'speccheck 9',
    key: 'ed25519-strict-1:f7badec5b8abeaf699583992219b7b223f1df3fbbea919844e3f7c554a43dd43',
    message: '9bedc267423725d473888631ebf45988bad3db83851ee85c85e241a07d148b41',
    signature:
      'ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff' +
      'ca8c5b64cd208982aa38d4936621a4775aa233aa0505711d8fdcfdaa943d4908',
    valid: false,
  },
  {
    name: 'speccheck 10',
    key: 'ed25519-strict-1:ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff',
    message: 'e96b7021eb39c1a163b6da4e3093dcd3f21387da4cc4572be588fafae23c155b',
    signature:
      'a9d55260f765261eb9b84e106f665e00b867287a761990d7135963ee0a7d59dc' +
      'a5bb704786be79fc476f91d3f3f89b03984d8068dcf1bb7dfc6637b45450ac04',
    valid: false,
  },
  {
    name: 'speccheck 11',
    key: 'ed25519-strict-1:ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff',
    message: '39a591f5321bbe07fd5a23dc2f39d025d74526615746727ceefd6e82ae65c06f',
    signature:
      'a9d55260f765261eb9b84e106f665e00b867287a761990d7135963ee0a7d59dc' +
      'a5bb704786be79fc476f91d3f3f89b03984d8068dcf1bb7dfc6637b45450ac04',
    valid: false,
  },
  {
    name: 'honest signature',
    key: 'ed25519-strict-1:fd1724385aa0c75b64fb78cd602fa1d991fdebf76b13c58ed702eac835e9f618',
    message: '746f7273696f6e20696e2052',
    signature:
      '1ab460b68cea67f6919aeab04b66a0786c8d9a52be5fe85498990f236514d3bd' +
      'a69cc290a02c46b700f2faf031a05d71cd3e61b709208ab7776a418aed4b0b0f',
    valid: true,
  },
  {
    name: 'torsion component in R',
    key: 'ed25519-strict-1:de2d0d3415ecbbeebc5012ebc998a7f913052bdd22a8323c4dc6ca158c3bc03a',
    message: '746f7273696f6e20696e2052',
    signature:
      '8337577a81bf7b406ab00de5dd8a64072664087fbda576809368f8437da1f15a' +
      'c4f0003aa0c98dd0cb6bfa8a3e260079c3942312e5989fd1d768b0d31617130b',
    valid: false,
  },
  {
    name: 'torsion component in the key',
    key: 'ed25519-strict-1:c7896a483566c243f7521c84a0dec87175e4fd914d2be4a6ec809d89edd594bc',
    message: '746f7273696f6e20696e2052',
    signature:
      '1f1c02bf5f20f44abed4d8c1d222494c91c9d11967406472398ea8e76a6aecbc' +
      '770b48eaa84d848eee4af60753dd439bbc4764ed586171f6a6286d262cd19901',
    valid: false,
    keyRefused: true,
  },
  {
    name: 'key of identity, S = 0',
    key: 'ed25519-strict-1:0100000000000000000000000000000000000000000000000000000000000000',
    message: '746f7273696f6e20696e2052',
    signature:
      '0100000000000000000000000000000000000000000000000000000000000000' +
      '0000000000000000000000000000000000000000000000000000000000000000',
    valid: false,
    keyRefused: true,
  },
  {
    name: 'key of identity with negative zero, S = 0',
    key: 'ed25519-strict-1:0100000000000000000000000000000000000000000000000000000000000080',
    message: '746f7273696f6e20696e2052',
    signature:
      '0100000000000000000000000000000000000000000000000000000000000000' +
      '0000000000000000000000000000000000000000000000000000000000000000',
    valid: false,
    keyRefused: true,
  },
  {
    name: 'key of identity with y above p, S = 0',
    key: 'ed25519-strict-1:eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
    message: '746f7273696f6e20696e2052',
    signature:
      '0100000000000000000000000000000000000000000000000000000000000000' +
      '0000000000000000000000000000000000000000000000000000000000000000',
    valid: false,
    keyRefused: true,
  },
  {
    name: 'key of identity with y above p and negative zero, S = 0',
    key: 'ed25519-strict-1:eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff',
    message: '746f7273696f6e20696e2052',
    signature:
      '0100000000000000000000000000000000000000000000000000000000000000' +
      '0000000000000000000000000000000000000000000000000000000000000000',
    valid: false,
    keyRefused: true,
  },
  {
    name: 'key of order 2, S = 0',
    key: 'ed25519-strict-1:ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
    message: '746f7273696f6e20696e2052',
    signature:
      '0100000000000000000000000000000000000000000000000000000000000000' +
      '0000000000000000000000000000000000000000000000000000000000000000',
    valid: false,
    keyRefused: true,
  },
  {
    name: 'key of order 2 with negative zero, S = 0',
    key: 'ed25519-strict-1:ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff',
    message: '746f7273696f6e20696e2052',
    signature:
      '0100000000000000000000000000000000000000000000000000000000000000' +
      '0000000000000000000000000000000000000000000000000000000000000000',
    valid: false,
    keyRefused: true,
  },
  {
    name: 'key of order 4, S = 0',
    key: 'ed25519-strict-1:0000000000000000000000000000000000000000000000000000000000000000',
    message: '746f7273696f6e20696e2052',
    signature:
      '0100000000000000000000000000000000000000000000000000000000000000' +
      '0000000000000000000000000000000000000000000000000000000000000000',
    valid: false,
    keyRefused: true,
  },
  {
    name: 'key of order 4 with y = p, S = 0',
    key: 'ed25519-strict-1:edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
    message: '746f7273696f6e20696e2052',
    signature:
      '0100000000000000000000000000000000000000000000000000000000000000' +
      '0000000000000000000000000000000000000000000000000000000000000000',
    valid: false,
    keyRefused: true,
  },
  {
    name: 'Wycheproof Ed25519 1',
    key: 'ed25519-strict-1:7d4d0e7f6153a69b6242b522abbee685fda4420f8834b108c3bdae369ef549fa',
    message: '',
    signature:
      'd4fbdb52bfa726b44d1786a8c0d171c3e62ca83c9e5bbe63de0bb2483f8fd6cc' +
      '1429ab72cafc41ab56af02ff8fcc43b99bfe4c7ae940f60f38ebaa9d311c4007',
    valid: true,
  },
  {
    name: 'Wycheproof Ed25519 10',
    key: 'ed25519-strict-1:7d4d0e7f6153a69b6242b522abbee685fda4420f8834b108c3bdae369ef549fa',
    message: '3f',
    signature:
      '0000000000000000000000000000000000000000000000000000000000000000' +
      '0000000000000000000000000000000000000000000000000000000000000000',
    valid: false,
  },
  {
    name: 'Wycheproof Ed25519 30',
    key: 'ed25519-strict-1:7d4d0e7f6153a69b6242b522abbee685fda4420f8834b108c3bdae369ef549fa',
    message: '54657374',
    signature: '',
    valid: false,
  },
  {
    name: 'Wycheproof Ed25519 33',
    key: 'ed25519-strict-1:7d4d0e7f6153a69b6242b522abbee685fda4420f8834b108c3bdae369ef549fa',
    message: '54657374',
    signature:
      '7c38e026f29e14aabd059a0f2db8b0cd783040609a8be684db12f82a27774ab0' +
      '7a9155711ecfaf7f99f277bad0c6ae7e39d4eef676573336a5c51eb6f946b30d' +
      '2020',
    valid: false,
  },
  {
    name: 'Wycheproof Ed25519 38',
    key: 'ed25519-strict-1:7d4d0e7f6153a69b6242b522abbee685fda4420f8834b108c3bdae369ef549fa',
    message: '546573743137',
    signature:
      '93de3ca252426c95f735cb9edd92e83321ac62372d5aa5b379786bae111ab6b1' +
      '7251330e8f9a7c30d6993137c596007d7b001409287535ac4804e662bc58a3',
    valid: false,
  },
  {
    name: 'Wycheproof Ed25519 42',
    key: 'ed25519-strict-1:7d4d0e7f6153a69b6242b522abbee685fda4420f8834b108c3bdae369ef549fa',
    message: '313233343030',
    signature:
      '647c1492402ab5ce03e2c3a7f0384d051b9cf3570f1207fc78c1bcc98c281c2b' +
      '1d125e5538f38afbcc1c84e489521083041d24bc6240767029da063271a1ff0c',
    valid: false,
  },
  {
    name: 'Wycheproof Ed25519 63',
    key: 'ed25519-strict-1:7d4d0e7f6153a69b6242b522abbee685fda4420f8834b108c3bdae369ef549fa',
    message: '54657374',
    signature:
      '7c38e026f29e14aabd059a0f2db8b0cd783040609a8be684db12f82a27774ab0' +
      '67654bce3832c2d76f8f6f5dafc08d9339d4eef676573336a5c51eb6f946b31d',
    valid: false,
  },
  {
    name: 'Wycheproof Ed25519 80',
    key: 'ed25519-strict-1:d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a',
    message: '',
    signature:
      'e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e06522490155' +
      '5fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b',
    valid: true,
  },
  {
    name: 'Wycheproof Ed25519 85',
    key: 'ed25519-strict-1:100fdf47fb94f1536a4f7c3fda27383fa03375a8f527c537e6f1703c47f94f86',
    message: '6a0bc2b0057cedfc0fa2e3f7f7d39279b30f454a69dfd1117c758d86b19d85e0',
    signature:
      '0971f86d2c9c78582524a103cb9cf949522ae528f8054dc20107d999be673ff4' +
      'e25ebf2f2928766b1248bec6e91697775f8446639ede46ad4df4053000000010',
    valid: false,
  },
  {
    name: 'Wycheproof Ed25519 119',
    key: 'ed25519-strict-1:4abfb535313705a6570018440cdec1a3ae33e51f352112fa6acbd0c6bc3ea859',
    message: '321b5f663c19e30ee7bbb85e48ecf44db9d3f512',
    signature:
      'f296715e855d8aecccba782b670163dedc4458fe4eb509a856bcac450920fd2e' +
      '95a3a3eb212d2d9ccaf948c39ae46a2548af125f8e2ad9b77bd18f92d59f9200',
    valid: true,
  },
];
