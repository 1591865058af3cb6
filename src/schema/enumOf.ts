/**
 * Enums over the closed lists of the rules: each value's name in GraphQL is the word of the rules
 * in upper snake case, so that only the meanings have to be told.
 */
import { describedEnum } from './describedEnum.js';

/** The enum `name` over the words of `meanings`; every word of the rules' list has a meaning. */
export function enumOf<Word extends string>(
  name: string,
  description: string,
  meanings: { readonly [Each in Word]: string },
): { readonly [value: string]: string } {
  const words = Object.entries<string>(meanings);
  const values = Object.fromEntries(
    words.map(([word, meaning]): [string, readonly [string, string]] => [
      word.toUpperCase().replaceAll('-', '_'),
      [word, meaning],
    ]),
  );
  return describedEnum({ name, description, values });
}
