/**
 * Typed mutations from a table: for each action its input (the envelope and the action's own fields
 * under the names that are signed), its success, its result union and its resolver. What a mutation
 * does is the same for all: rebuild what was signed, submit it, map the outcome.
 */
import {
  Arg,
  type ClassType,
  Ctx,
  Field,
  InputType,
  Mutation,
  ObjectType,
  Resolver,
} from 'type-graphql';
import type { SchemaContext } from '../context.js';
import { givenData } from '../envelope.js';
import { readAt } from '../readPosition.js';
import { type Accepted, runAction } from './runAction.js';
import { CommittedObject, resultUnion, SignedInput } from './submission.types.js';

/** One of an action's own fields. */
export interface ActionField {
  readonly type: () => object;
  readonly description: string;
  readonly list?: boolean;
  readonly optional?: boolean;
}

/** One action as a mutation. */
export interface ActionMutation {
  /** Signed type, for example `evidence.OpenCapture`. */
  readonly type: string;
  /** What the action does. */
  readonly does: string;
  /** What holds when it has succeeded. */
  readonly done: string;
  readonly fields: { readonly [field: string]: ActionField };
}

/** Where the object that a mutation was about is found once it is visible. */
export interface ActionSubject {
  /** Field of the success that shows it. */
  readonly field: string;
  readonly type: () => ClassType;
  readonly find: (
    accepted: Accepted,
    input: { readonly [field: string]: unknown },
    context: SchemaContext,
  ) => Promise<unknown>;
}

/** A resolver with one mutation for each of `mutations`, all about the same kind of object. */
export function actionMutations(
  subject: ActionSubject,
  mutations: { readonly [mutation: string]: ActionMutation },
): ClassType {
  class ActionResolver {}
  for (const [name, mutation] of Object.entries(mutations)) {
    addMutation(ActionResolver, name, { ...mutation, subject });
  }
  Resolver()(ActionResolver);
  return ActionResolver;
}

type Spec = ActionMutation & { readonly subject: ActionSubject };

function addMutation(target: ClassType, name: string, spec: Spec): void {
  const action = `${name.charAt(0).toUpperCase()}${name.slice(1)}`;
  const input = inputType(action, spec);
  const succeeded = successType(action, spec);
  const result = resultUnion(action, succeeded);
  const prototype = target.prototype;
  const run = (given: SignedInput, context: SchemaContext) =>
    submit(spec, succeeded, given, context);
  Object.defineProperty(prototype, name, { value: run });
  Arg('input', () => input, { description: 'The action with its signature.' })(prototype, name, 0);
  Ctx()(prototype, name, 1);
  const description = `${spec.does} (\`${spec.type}\`).`;
  Mutation(() => result as unknown as ClassType, { description })(prototype, name, {});
}

function submit(
  { type, fields, subject }: Spec,
  succeeded: ReturnType<typeof successType>,
  ...[input, context]: [SignedInput, SchemaContext]
) {
  const given = input as unknown as { readonly [field: string]: unknown };
  const own = Object.fromEntries(Object.keys(fields).map((field) => [field, given[field]]));
  return runAction(context, { type, input, data: givenData(own) }, (accepted) =>
    Object.assign(new succeeded(accepted), {
      [subject.field]: async () => {
        await readAt(context, accepted.lastPosition);
        return subject.find(accepted, given, context);
      },
    }),
  );
}

function inputType(action: string, { type, fields }: Spec): ClassType<SignedInput> {
  class ActionInput extends SignedInput {}
  for (const [field, { type: of, list, optional, description }] of Object.entries(fields)) {
    const fieldType = list === true ? () => [of()] : of;
    const text = `\`data.${field}\`: ${description}`;
    Field(fieldType as () => ClassType, { nullable: optional ?? false, description: text })(
      ActionInput.prototype,
      field,
    );
  }
  InputType(`${action}Input`, { description: `A signed \`${type}\`.` })(ActionInput);
  return ActionInput;
}

function successType(action: string, { done, subject }: Spec) {
  class ActionSucceeded extends CommittedObject {}
  const description = 'What the action was about; waits for the read models.';
  Field(subject.type, { nullable: true, description })(ActionSucceeded.prototype, subject.field);
  ObjectType(`${action}Succeeded`, {
    implements: CommittedObject,
    simpleResolvers: true,
    description: done,
  })(ActionSucceeded);
  return ActionSucceeded;
}
