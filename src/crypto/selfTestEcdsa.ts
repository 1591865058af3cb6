/**
 * P-256 and SM2 signatures whose verdict every node must share, for the boot self-test. Figures
 * from C2SP/wycheproof dac1dd4 (Apache-2.0; one case of each kind) and GB/T 32918.5 annex A.2;
 * the SM2 negative cases were computed for this ledger with the key of that annex.
 */
import type { SignatureVector } from './selfTestEd25519.js';

export const ECDSA_VECTORS: readonly SignatureVector[] = [
  {
    name: 'Wycheproof P-256 1',
    key: 'p256-sha256:0304aaec73635726f213fb8a9e64da3b8632e41495a944d0045b522eba7240fad5',
    message: '',
    signature:
      '3045022100b292a619339f6e567a305c951c0dcbcc42d16e47f219f9e98e76e0' +
      '9d8770b34a02200177e60492c5a8242f76f07bfe3661bde59ec2a17ce5bd2dab' +
      '2abebdf89a62e2',
    valid: true,
  },
  {
    name: 'Wycheproof P-256 6',
    key: 'p256-sha256:022927b10512bae3eddcfe467828128bad2903269919f7086069c8c4df6c732838',
    message: '313233343030',
    signature:
      '304402202ba3a8be6b94d5ec80a6d9d1190a436effe50d85a1eee859b8cc6af9' +
      'bd5c2e180220b329f479a2bbd0a5c384ee1493b1f5186a87139cac5df4087c13' +
      '4b49156847db',
    valid: false,
  },
  {
    name: 'Wycheproof P-256 8',
    key: 'p256-sha256:022927b10512bae3eddcfe467828128bad2903269919f7086069c8c4df6c732838',
    message: '313233343030',
    signature:
      '30814502202ba3a8be6b94d5ec80a6d9d1190a436effe50d85a1eee859b8cc6a' +
      'f9bd5c2e18022100b329f479a2bbd0a5c384ee1493b1f5186a87139cac5df408' +
      '7c134b49156847db',
    valid: false,
  },
  {
    name: 'Wycheproof P-256 10',
    key: 'p256-sha256:022927b10512bae3eddcfe467828128bad2903269919f7086069c8c4df6c732838',
    message: '313233343030',
    signature:
      '304602202ba3a8be6b94d5ec80a6d9d1190a436effe50d85a1eee859b8cc6af9' +
      'bd5c2e18022100b329f479a2bbd0a5c384ee1493b1f5186a87139cac5df4087c' +
      '134b49156847db',
    valid: false,
  },
  {
    name: 'Wycheproof P-256 23',
    key: 'p256-sha256:022927b10512bae3eddcfe467828128bad2903269919f7086069c8c4df6c732838',
    message: '313233343030',
    signature:
      '304702202ba3a8be6b94d5ec80a6d9d1190a436effe50d85a1eee859b8cc6af9' +
      'bd5c2e18022100b329f479a2bbd0a5c384ee1493b1f5186a87139cac5df4087c' +
      '134b49156847db0000',
    valid: false,
  },
  {
    name: 'Wycheproof P-256 152',
    key: 'p256-sha256:022927b10512bae3eddcfe467828128bad2903269919f7086069c8c4df6c732838',
    message: '313233343030',
    signature:
      '30460221012ba3a8bd6b94d5ed80a6d9d1190a436ebccc0833490686deac8635' +
      'bcb9bf5369022100b329f479a2bbd0a5c384ee1493b1f5186a87139cac5df408' +
      '7c134b49156847db',
    valid: false,
  },
  {
    name: 'Wycheproof P-256 155',
    key: 'p256-sha256:022927b10512bae3eddcfe467828128bad2903269919f7086069c8c4df6c732838',
    message: '313233343030',
    signature:
      '30450220d45c5741946b2a137f59262ee6f5bc91001af27a5e1117a647339506' +
      '42a3d1e8022100b329f479a2bbd0a5c384ee1493b1f5186a87139cac5df4087c' +
      '134b49156847db',
    valid: false,
  },
  {
    name: 'Wycheproof P-256 158',
    key: 'p256-sha256:022927b10512bae3eddcfe467828128bad2903269919f7086069c8c4df6c732838',
    message: '313233343030',
    signature:
      '30460221012ba3a8be6b94d5ec80a6d9d1190a436effe50d85a1eee859b8cc6a' +
      'f9bd5c2e18022100b329f479a2bbd0a5c384ee1493b1f5186a87139cac5df408' +
      '7c134b49156847db',
    valid: false,
  },
  {
    name: 'Wycheproof P-256 168',
    key: 'p256-sha256:022927b10512bae3eddcfe467828128bad2903269919f7086069c8c4df6c732838',
    message: '313233343030',
    signature: '3006020100020100',
    valid: false,
  },
  {
    name: 'Wycheproof P-256 232',
    key: 'p256-sha256:022927b10512bae3eddcfe467828128bad2903269919f7086069c8c4df6c732838',
    message: '313233343030',
    signature: '3008020100090380fe01',
    valid: false,
  },
  {
    name: 'Wycheproof P-256 295',
    key: 'p256-sha256:022927b10512bae3eddcfe467828128bad2903269919f7086069c8c4df6c732838',
    message: '3639383139',
    signature:
      '3044022064a1aab5000d0e804f3e2fc02bdee9be8ff312334e2ba16d11547c97' +
      '711c898e02206af015971cc30be6d1a206d4e013e0997772a2f91d73286ffd68' +
      '3b9bb2cf4f1b',
    valid: true,
  },
  {
    name: 'Wycheproof P-256 296',
    key: 'p256-sha256:022927b10512bae3eddcfe467828128bad2903269919f7086069c8c4df6c732838',
    message: '343236343739373234',
    signature:
      '3044022016aea964a2f6506d6f78c81c91fc7e8bded7d397738448de1e19a0ec' +
      '580bf2660220252cd762130c6667cfe8b7bc47d27d78391e8e80c578d1cd38c3' +
      'ff033be928e9',
    valid: true,
  },
  {
    name: 'Wycheproof P-256 350',
    key: 'p256-sha256:020ad99500288d466940031d72a9f5445a4d43784640855bf0a69874d2de5fe103',
    message: '313233343030',
    signature:
      '303502104319055358e8617b0c46353d039cdaab022100ffffffff00000000ff' +
      'ffffffffffffffbce6faada7179e84f3b9cac2fc63254e',
    valid: true,
  },
  {
    name: 'Wycheproof P-256 351',
    key: 'p256-sha256:020ad99500288d466940031d72a9f5445a4d43784640855bf0a69874d2de5fe103',
    message: '313233343030',
    signature:
      '3046022100ffffffff00000001000000000000000000000000ffffffffffffff' +
      'fffffffffc022100ffffffff00000000ffffffffffffffffbce6faada7179e84' +
      'f3b9cac2fc63254e',
    valid: false,
  },
  {
    name: 'Wycheproof P-256 355',
    key: 'p256-sha256:03a71af64de5126a4a4e02b7922d66ce9415ce88a4c9d25514d91082c8725ac957',
    message: '313233343030',
    signature: '3006020105020101',
    valid: true,
  },
  {
    name: 'Wycheproof P-256 377',
    key: 'p256-sha256:0261722eaba731c697c7a9ba4d0afdbb5713d8aa12b0eab601bb33dbaf792c5adc',
    message: '313233343030',
    signature:
      '30440220555555550000000055555555555555553ef7a8e48d07df81a6934396' +
      '54210c70022002f676969f451a8ccafa4c4f09791810e6d632dbd60b1d5540f3' +
      '284fbe1889b0',
    valid: true,
  },
  {
    name: 'Wycheproof P-256 392',
    key: 'p256-sha256:03b533d4695dd5b8c5e07757e55e6e516f7e2c88fa0239e23f60e8ec07dd70f287',
    message: '313233343030',
    signature:
      '304402207fffffff800000007fffffffffffffffde737d56d38bcf4279dce561' +
      '7e3192a80220555555550000000055555555555555553ef7a8e48d07df81a693' +
      '439654210c70',
    valid: false,
  },
  {
    name: 'Wycheproof P-256 427',
    key: 'p256-sha256:035b812fd521aafa69835a849cce6fbdeb6983b442d2444fe70e134c027fc46963',
    message: '313233343030',
    signature:
      '304502206f2347cab7dd76858fe0555ac3bc99048c4aacafdfb6bcbe05ea6c42' +
      'c4934569022100bb726660235793aa9957a61e76e00c2c435109cf9a15dd624d' +
      '53f4301047856b',
    valid: true,
  },
  {
    name: 'Wycheproof P-256 448',
    key: 'p256-sha256:034f337ccfd67726a805e4f1600ae2849df3807eca117380239fbd816900000000',
    message: '4d657373616765',
    signature:
      '3046022100d434e262a49eab7781e353a3565e482550dd0fd5defa013c7f2974' +
      '5eff3569f10221009b0c0a93f267fb6052fd8077be769c2b98953195d7bc10de' +
      '844218305c6ba17a',
    valid: true,
  },
  {
    name: 'GB/T 32918.5 annex A.2',
    key: 'sm2-sm3:0309f9df311e5421a150dd7d161e4bc5c672179fad1833fc076bb08ff356f35020',
    message: '6d65737361676520646967657374',
    signature:
      '3046022100f5a03b0648d2c4630eeac513e1bb81a15944da3827d5b74143ac7e' +
      'aceee720b3022100b1b6aa29df212fd8763182bc0d421ca1bb9038fd1f7f42d4' +
      '840b69c485bbc1aa',
    valid: true,
  },
  {
    name: 'SM2 with an empty user id',
    key: 'sm2-sm3:0309f9df311e5421a150dd7d161e4bc5c672179fad1833fc076bb08ff356f35020',
    message: '6d65737361676520646967657374',
    signature:
      '3044022028ee4e477403bd574b6129ac52c68727265f107a6d0dddbab13adc56' +
      '0ba09f76022018c92799d5bef227ceeaf73c0aed5b9690f1094f831b6be7a42f' +
      '476d61904e44',
    valid: false,
  },
  {
    name: 'plain ECDSA over the SM2 curve',
    key: 'sm2-sm3:03e7dc92c3d59c94413591518bbe9b78482c9325ae43fcea7dbf37b9a758af6624',
    message: '6d65737361676520646967657374',
    signature:
      '3044022013931f2e8169e818a0b1b9de61b050d87559cad1567fb9c8dd59fcf0' +
      'ae8b1cb5022005b08742eeec522997fa152526ec90a2b4d68ea326a43fde7ad3' +
      '1f49453608ec',
    valid: false,
  },
];
