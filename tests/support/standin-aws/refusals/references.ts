import { type Held, isMeant, type Refusal, textsAt, type World } from "../world.ts";
import { type Reference, REFERENCES } from "./reference-table.ts";

/** Policies that AWS keeps in every account. */
const isManaged = (reference: string): boolean => /^arn:aws[a-z-]*:iam::aws:policy\//.test(reference);

const exists = (world: World, type: string, reference: string): boolean =>
  isManaged(reference) || world.given(reference) || world.all(type).some((held) => isMeant(held, reference));

const namesWhatExists = ({ from, path, to, missing, source }: Reference): Refusal[] =>
  missing === undefined
    ? []
    : [
        {
          code: missing,
          source,
          operations: ["create", "update"],
          types: [from],
          check({ inputs }, world) {
            const absent = textsAt(inputs, path).find((reference) => !exists(world, to, reference));
            return absent === undefined ? undefined : `${path} names ${absent}, which does not exist`;
          },
        },
      ];

const users = (world: World, { from, path }: Reference, held: Held): readonly Held[] =>
  world.all(from).filter((user) => textsAt(user.state, path).some((reference) => isMeant(held, reference)));

const outlivesItsUsers = (reference: Reference): Refusal[] =>
  reference.inUse === undefined
    ? []
    : [
        {
          code: reference.inUse,
          source: reference.source,
          operations: ["delete"],
          types: [reference.to],
          check({ held }, world) {
            const user =
              held === undefined ? undefined : users(world, reference, held).find(({ id }) => id !== held.id);
            return user === undefined ? undefined : `${user.type} "${user.name}" (${user.id}) uses it`;
          },
        },
      ];

export const REFERENCE_REFUSALS: readonly Refusal[] = REFERENCES.flatMap((reference) => [
  ...namesWhatExists(reference),
  ...outlivesItsUsers(reference),
]);
