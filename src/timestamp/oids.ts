/** The object identifiers of time-stamps, signatures and the certificates behind them, dotted. */

export const OID = {
  /** RFC 5652 §4, §5: content types and signed attributes. */
  data: '1.2.840.113549.1.7.1',
  signedData: '1.2.840.113549.1.7.2',
  contentType: '1.2.840.113549.1.9.3',
  messageDigest: '1.2.840.113549.1.9.4',
  /** RFC 3161 §2.4.2, RFC 5035 §3 and §5. */
  tstInfo: '1.2.840.113549.1.9.16.1.4',
  signingCertificate: '1.2.840.113549.1.9.16.2.12',
  signingCertificateV2: '1.2.840.113549.1.9.16.2.47',
  /** RFC 3161 §A: a token over a signature, as an unsigned attribute. */
  signatureTimestamp: '1.2.840.113549.1.9.16.2.14',
  /** RFC 5280 §4.2: extensions. */
  subjectKeyIdentifier: '2.5.29.14',
  keyUsage: '2.5.29.15',
  subjectAltName: '2.5.29.17',
  issuerAltName: '2.5.29.18',
  basicConstraints: '2.5.29.19',
  crlNumber: '2.5.29.20',
  reasonCode: '2.5.29.21',
  certificatePolicies: '2.5.29.32',
  authorityKeyIdentifier: '2.5.29.35',
  extKeyUsage: '2.5.29.37',
  timeStamping: '1.3.6.1.5.5.7.3.8',
  anyExtendedKeyUsage: '2.5.29.37.0',
  emailProtection: '1.3.6.1.5.5.7.3.4',
  /** RFC 9336 §3.1. */
  documentSigning: '1.3.6.1.5.5.7.3.36',
  /** RFC 5280 §A.1: attributes of names. */
  commonName: '2.5.4.3',
  organizationName: '2.5.4.10',
  /** RFC 5480, RFC 8017, GM/T 0006: keys and signatures. */
  ecPublicKey: '1.2.840.10045.2.1',
  p256: '1.2.840.10045.3.1.7',
  p384: '1.3.132.0.34',
  sm2: '1.2.156.10197.1.301',
  rsaEncryption: '1.2.840.113549.1.1.1',
  ecdsaWithSha256: '1.2.840.10045.4.3.2',
} as const;
