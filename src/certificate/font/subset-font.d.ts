/** What is used of the package subset-font, which has no types of its own. */
declare module 'subset-font' {
  /** A font with the glyphs of `text` only, at fixed places of its variation axes. */
  export default function subsetFont(
    font: Uint8Array,
    text: string,
    options: {
      readonly targetFormat: 'truetype';
      readonly variationAxes: { readonly [axis: string]: number };
      readonly noHinting: boolean;
      readonly noLayoutClosure: boolean;
    },
  ): Promise<Uint8Array>;
}
