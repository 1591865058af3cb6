/**
 * What a file says of itself: as PDF information (ISO 32000-2 §14.3.3) and, with the same values,
 * as XMP, where it also names itself PDF/A-3b (ISO 19005-3 §6.6).
 */
import { utf8 } from '../../crypto/bytes.js';
import type { Instant } from '../../ledger/instant.js';
import { ascii, type Dictionary, text } from './values.js';

export interface Metadata {
  readonly title: string;
  /** RFC 3066 tag. */
  readonly language: string;
  readonly made: Instant;
}

const PRODUCER = 'civic-ledger';

/** A date as PDF writes it (§7.9.4), in UTC and to the second. */
export function pdfDate(instant: Instant): string {
  return `D:${instant.slice(0, 19).replace(/\D/g, '')}Z`;
}

/** The information dictionary’s members. */
export function informationOf({ title, made }: Metadata): Dictionary {
  const date = ascii(pdfDate(made));
  return { Title: text(title), Producer: text(PRODUCER), CreationDate: date, ModDate: date };
}

/** The XMP packet. */
export function xmpOf({ title, made }: Metadata): Uint8Array {
  const date = `${made.slice(0, 19)}Z`;
  const spaces = [
    'xmlns:dc="http://purl.org/dc/elements/1.1/"',
    'xmlns:xmp="http://ns.adobe.com/xap/1.0/"',
    'xmlns:pdf="http://ns.adobe.com/pdf/1.3/"',
    'xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/"',
  ].join(' ');
  const alternative = `<rdf:li xml:lang="x-default">${escaped(title)}</rdf:li>`;
  return utf8(
    [
      '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>',
      '<x:xmpmeta xmlns:x="adobe:ns:meta/">',
      '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">',
      `<rdf:Description rdf:about="" ${spaces}>`,
      '<pdfaid:part>3</pdfaid:part>',
      '<pdfaid:conformance>B</pdfaid:conformance>',
      `<dc:title><rdf:Alt>${alternative}</rdf:Alt></dc:title>`,
      `<xmp:CreateDate>${date}</xmp:CreateDate>`,
      `<xmp:ModifyDate>${date}</xmp:ModifyDate>`,
      `<pdf:Producer>${PRODUCER}</pdf:Producer>`,
      '</rdf:Description>',
      '</rdf:RDF>',
      '</x:xmpmeta>',
      '<?xpacket end="r"?>',
    ].join('\n'),
  );
}

function escaped(value: string): string {
  return value.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
