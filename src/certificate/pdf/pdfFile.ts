/**
 * A PDF file (ISO 32000-2 §7.5): numbered objects, one cross-reference table, one trailer. The same
 * objects give the same bytes; nothing in it comes from a clock or from chance.
 */
import { zlibSync } from 'fflate';
import { concatBytes, type Hex, utf8 } from '../../crypto/bytes.js';
import {
  array,
  bytesInHex,
  type Dictionary,
  dictionary,
  name,
  number,
  type PdfValue,
  reference,
} from './values.js';

/** Four bytes above 127 tell everybody that the file is binary (§7.5.2). */
const HEADER = concatBytes(utf8('%PDF-1.7\n%'), Uint8Array.of(0xe2, 0xe3, 0xcf, 0xd3, 0x0a));

export class PdfFile {
  readonly #objects: (Uint8Array | undefined)[] = [];

  /** A number for an object that is put later. */
  reserve(): number {
    this.#objects.push(undefined);
    return this.#objects.length;
  }

  /** Adds an object, or puts a reserved one; its number. */
  put(value: PdfValue, object = this.reserve()): number {
    this.#objects[object - 1] = utf8(`${object} 0 obj\n${value}\nendobj\n`);
    return object;
  }

  /** Adds a stream, compressed unless it has to be readable as it is. */
  putStream(
    content: Uint8Array,
    members: Dictionary = {},
    how: { readonly isPlain?: boolean } = {},
  ): number {
    const isPlain = how.isPlain === true;
    const bytes = isPlain ? content : zlibSync(content, { level: 9 });
    const filter: Dictionary = isPlain ? {} : { Filter: name('FlateDecode') };
    const all = dictionary({ ...members, ...filter, Length: number(bytes.length) });
    const object = this.reserve();
    this.#objects[object - 1] = concatBytes(
      utf8(`${object} 0 obj\n${all}\nstream\n`),
      bytes,
      utf8('\nendstream\nendobj\n'),
    );
    return object;
  }

  /** The file. `id` is 16 bytes that name it. Throws when a reserved object was not put. */
  encode(trailer: Dictionary, id: Hex): Uint8Array {
    const parts: Uint8Array[] = [HEADER];
    const offsets: number[] = [];
    let offset = HEADER.length;
    for (const [index, object] of this.#objects.entries()) {
      if (object === undefined) throw new RangeError(`object ${index + 1} is missing`);
      offsets.push(offset);
      parts.push(object);
      offset += object.length;
    }
    const size = offsets.length + 1;
    const rows = offsets.map((at) => `${at.toString().padStart(10, '0')} 00000 n \n`);
    const ids = array([bytesInHex(id), bytesInHex(id)]);
    const end = dictionary({ ...trailer, Size: number(size), ID: ids });
    const table = `xref\n0 ${size}\n0000000000 65535 f \n${rows.join('')}`;
    return concatBytes(...parts, utf8(`${table}trailer\n${end}\nstartxref\n${offset}\n%%EOF\n`));
  }
}

/** References to several objects. */
export function references(objects: readonly number[]): PdfValue {
  return array(objects.map(reference));
}
