/**
 * Registers enums whose every value has a description, from one table of name, value and meaning.
 */
import { registerEnumType } from 'type-graphql';

interface EnumSpec<Name extends string> {
  readonly name: string;
  readonly description: string;
  /** GraphQL value name → [value inside the server, what it means]. */
  readonly values: { readonly [Value in Name]: readonly [value: string, meaning: string] };
}

/** The enum object that fields and arguments name as their type. */
export function describedEnum<const Name extends string>(
  spec: EnumSpec<Name>,
): { readonly [Value in Name]: string } {
  const names = Object.keys(spec.values) as Name[];
  const members = Object.fromEntries(names.map((name) => [name, spec.values[name][0]]));
  const valuesConfig = Object.fromEntries(
    names.map((name) => [name, { description: spec.values[name][1] }]),
  );
  const { name, description } = spec;
  registerEnumType(members, { name, description, valuesConfig });
  return members as { readonly [Value in Name]: string };
}
