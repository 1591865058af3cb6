/**
 * Pages, fonts, an attachment and room for a signature put together as one PDF/A-3b file (ISO
 * 19005-3): everything it needs is in it, and the same parts give the same bytes.
 */
import type { Hex } from '../../crypto/bytes.js';
import type { Fonts } from '../font/typeface.js';
import type { Canvas, ModuleImage } from './canvas.js';
import { PAGE, RESOURCE } from './canvas.js';
import { embedFont } from './embedFont.js';
import { informationOf, type Metadata, pdfDate, xmpOf } from './metadata.js';
import { PdfFile, references } from './pdfFile.js';
import { addSignatureField, type Signer, type Unsigned, withByteRange } from './signatureField.js';
import {
  array,
  ascii,
  boolean,
  type Dictionary,
  dictionary,
  name,
  number,
  type PdfValue,
  reference,
  text,
} from './values.js';

/** A file inside the file. */
export interface Attachment {
  /** Letters, digits, `-` and `.`. */
  readonly name: string;
  readonly description: string;
  readonly bytes: Uint8Array;
}

export interface PdfParts {
  readonly metadata: Metadata;
  /** 16 bytes that name the file. */
  readonly id: Hex;
  readonly fonts: Fonts;
  readonly pages: readonly Canvas[];
  readonly attachment: Attachment | undefined;
  readonly signer: Signer;
}

/** sRGB without its exact curve (IEC 61966-2-1): D65 white, gamma 2.2. */
const COLOURS = array([
  name('CalRGB'),
  dictionary({
    WhitePoint: numbers(0.9505, 1, 1.089),
    Gamma: numbers(2.2, 2.2, 2.2),
    Matrix: numbers(0.412, 0.213, 0.019, 0.358, 0.715, 0.119, 0.18, 0.072, 0.95),
  }),
]);

function numbers(...values: readonly number[]): PdfValue {
  return array(values.map(number));
}

/** The file with an empty signature. */
export function encodePdf(parts: PdfParts): Unsigned {
  const file = new PdfFile();
  const fonts = dictionary({
    [RESOURCE.regular]: reference(embedFont(file, parts.fonts.regular)),
    [RESOURCE.bold]: reference(embedFont(file, parts.fonts.bold)),
  });
  const shared = { Font: fonts, ColorSpace: dictionary({ [RESOURCE.colours]: COLOURS }) };
  const tree = file.reserve();
  const objects = parts.pages.map(() => file.reserve());
  const field = addSignatureField(file, objects[0] as number, parts.signer);
  for (const [index, canvas] of parts.pages.entries()) {
    const annotations = index === 0 ? { Annots: references([field]) } : {};
    const page = dictionary({ ...pageMembers(file, canvas, { shared, tree }), ...annotations });
    file.put(page, objects[index]);
  }
  const kids = { Kids: references(objects), Count: number(objects.length) };
  file.put(dictionary({ Type: name('Pages'), ...kids }), tree);
  const root = file.put(catalogue(file, parts, { tree, field }));
  const info = file.put(dictionary(informationOf(parts.metadata)));
  const trailer = { Root: reference(root), Info: reference(info) };
  return withByteRange(file.encode(trailer, parts.id));
}

function pageMembers(
  file: PdfFile,
  canvas: Canvas,
  { shared, tree }: { readonly shared: Dictionary; readonly tree: number },
): Dictionary {
  const images = canvas.images.map(
    (image) => [image.name, reference(addImage(file, image))] as const,
  );
  const drawn: Dictionary =
    images.length === 0 ? {} : { XObject: dictionary(Object.fromEntries(images)) };
  return {
    Type: name('Page'),
    Parent: reference(tree),
    MediaBox: numbers(0, 0, PAGE.width, PAGE.height),
    Resources: dictionary({ ...shared, ...drawn }),
    Contents: reference(file.putStream(canvas.content())),
  };
}

/** A stencil: what is dark is painted in the colour at hand. */
function addImage(file: PdfFile, { modules, bits }: ModuleImage): number {
  return file.putStream(bits, {
    Type: name('XObject'),
    Subtype: name('Image'),
    Width: number(modules),
    Height: number(modules),
    ImageMask: boolean(true),
    BitsPerComponent: number(1),
    Decode: numbers(1, 0),
  });
}

function catalogue(
  file: PdfFile,
  { metadata, attachment }: PdfParts,
  { tree, field }: { readonly tree: number; readonly field: number },
): PdfValue {
  const kind = { Type: name('Metadata'), Subtype: name('XML') };
  const xmp = file.putStream(xmpOf(metadata), kind, { isPlain: true });
  const attached = attachment === undefined ? {} : attach(file, attachment, metadata);
  return dictionary({
    Type: name('Catalog'),
    Pages: reference(tree),
    Metadata: reference(xmp),
    Lang: text(metadata.language),
    ViewerPreferences: dictionary({ DisplayDocTitle: boolean(true) }),
    AcroForm: dictionary({ Fields: references([field]), SigFlags: number(3) }),
    ...attached,
  });
}

/** The attachment is what the document was made from (ISO 19005-3 §6.8). */
function attach(file: PdfFile, attachment: Attachment, { made }: Metadata): Dictionary {
  const { bytes, name: fileName, description } = attachment;
  const size = number(bytes.length);
  const embedded = file.putStream(bytes, {
    Type: name('EmbeddedFile'),
    Subtype: name('application#2Fzip'),
    Params: dictionary({ Size: size, ModDate: ascii(pdfDate(made)) }),
  });
  const specification = file.put(
    dictionary({
      Type: name('Filespec'),
      F: ascii(fileName),
      UF: text(fileName),
      EF: dictionary({ F: reference(embedded), UF: reference(embedded) }),
      Desc: text(description),
      AFRelationship: name('Source'),
    }),
  );
  const listed = array([ascii(fileName), reference(specification)]);
  return {
    AF: references([specification]),
    Names: dictionary({ EmbeddedFiles: dictionary({ Names: listed }) }),
  };
}
