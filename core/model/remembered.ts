type Outcome = { readonly value: unknown } | { readonly thrown: unknown };

const outcomes = new WeakMap<object, Map<string, Outcome>>();

/**
 * What is worked out from a part of a model, once however many rules and objects ask: what each of a thousand objects works out
 * from all of them costs a million. Where an unknown value is in the way, every asker is undecided.
 */
export function remembered<T>(part: object, question: string, answer: () => T): T {
  const known = outcomes.get(part) ?? new Map<string, Outcome>();
  outcomes.set(part, known);
  let outcome = known.get(question);
  if (outcome === undefined) known.set(question, (outcome = outcomeOf(answer)));
  if ("thrown" in outcome) throw outcome.thrown;
  return outcome.value as T;
}

function outcomeOf(answer: () => unknown): Outcome {
  try {
    return { value: answer() };
  } catch (thrown) {
    return { thrown };
  }
}
