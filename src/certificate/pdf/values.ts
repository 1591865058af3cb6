/** The values that PDF objects are written with (ISO 32000-2 §7.3). */

/** A value in its written form. */
export type PdfValue = string & { readonly brand: 'PdfValue' };

function written(text: string): PdfValue {
  return text as PdfValue;
}

/** A name; only of letters, digits and signs that need no escape. */
export function name(text: string): PdfValue {
  return written(`/${text}`);
}

/** A number, to a thousandth. */
export function number(value: number): PdfValue {
  return written(`${Number(value.toFixed(3))}`);
}

export function boolean(value: boolean): PdfValue {
  return written(`${value}`);
}

/** A text for people, in UTF-16 with its mark (§7.9.2.2). */
export function text(value: string): PdfValue {
  const units = Array.from({ length: value.length }, (_, at) => hex(value.charCodeAt(at), 4));
  return written(`<FEFF${units.join('')}>`);
}

/** A string of bytes given as hex. */
export function bytesInHex(hexText: string): PdfValue {
  return written(`<${hexText}>`);
}

/** A string of ASCII letters and digits, as it is. */
export function ascii(value: string): PdfValue {
  return written(`(${value})`);
}

export function array(values: readonly PdfValue[]): PdfValue {
  return written(`[${values.join(' ')}]`);
}

export type Dictionary = { readonly [key: string]: PdfValue };

export function dictionary(members: Dictionary): PdfValue {
  const pairs = Object.entries(members).map(([key, value]) => `/${key} ${value}`);
  return written(`<< ${pairs.join(' ')} >>`);
}

/** The object of this number. */
export function reference(object: number): PdfValue {
  return written(`${object} 0 R`);
}

/** Upper-case hex of a fixed width. */
export function hex(value: number, digits: number): string {
  return value.toString(16).toUpperCase().padStart(digits, '0');
}
