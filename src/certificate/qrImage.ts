/**
 * QR codes (ISO/IEC 18004) as images, level M: about 15 % of a code may be unreadable. The quiet
 * zone of four modules is part of the image.
 */
import qrcode from 'qrcode-generator';
import { utf8 } from '../crypto/bytes.js';
import type { ModuleImage } from './pdf/canvas.js';

const QUIET = 4;

/** The code of a text: any UTF-8 in byte mode, or the 45 characters of alphanumeric mode. */
export function qrImage(name: string, text: string, mode: 'Byte' | 'Alphanumeric'): ModuleImage {
  const code = qrcode(0, 'M');
  // The package takes a character for a byte; a QR reader takes the bytes for UTF-8.
  code.addData(mode === 'Byte' ? String.fromCharCode(...utf8(text)) : text, mode);
  code.make();
  const dark = code.getModuleCount();
  const modules = dark + 2 * QUIET;
  const rowBytes = Math.ceil(modules / 8);
  const bits = new Uint8Array(rowBytes * modules);
  for (let row = 0; row < dark; row += 1) {
    for (let column = 0; column < dark; column += 1) {
      if (!code.isDark(row, column)) continue;
      const at = column + QUIET;
      const byte = (row + QUIET) * rowBytes + (at >> 3);
      bits[byte] = (bits[byte] as number) | (0x80 >> (at & 7));
    }
  }
  return { name, modules, bits };
}
