import ts from "typescript";

/** One condition turned into its opposite. */
export interface Mutation {
  readonly start: number;
  readonly end: number;
  readonly line: number;
  readonly condition: string;
  /** Id of the rule in whose definition it stands; undefined for a function beside the rules. */
  readonly rule: string | undefined;
}

/** Parts of a finding that are words for people: which of two words stands there is not what a case is about. */
const WORDS: ReadonlySet<string> = new Set(["found", "expected", "fix", "subject"]);

/** Methods whose callback is a condition. */
const TESTS: ReadonlySet<string> = new Set(["filter", "some", "every", "find", "findIndex"]);

/** Every condition of a file of rules: of `if`, of `? :`, of the callbacks that choose among items; those of a message's words left out. */
export function mutationsOf(file: string, text: string): Mutation[] {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
  const found: Mutation[] = [];
  const visit = (node: ts.Node, rule: string | undefined): void => {
    if (ts.isPropertyAssignment(node) && WORDS.has(node.name.getText(source))) return;
    const within = idOf(node) ?? rule;
    const condition = conditionOf(node);
    if (condition !== undefined) {
      const start = condition.getStart(source);
      found.push({
        start,
        end: condition.getEnd(),
        line: source.getLineAndCharacterOfPosition(start).line + 1,
        condition: condition.getText(source).replaceAll(/\s+/g, " "),
        rule: within,
      });
    }
    ts.forEachChild(node, (child) => {
      visit(child, within);
    });
  };
  visit(source, undefined);
  return found;
}

export const mutated = (text: string, { start, end }: Mutation): string =>
  `${text.slice(0, start)}!(${text.slice(start, end)})${text.slice(end)}`;

/** `{ id: "…", …, check… }` is the definition of a rule. */
function idOf(node: ts.Node): string | undefined {
  if (!ts.isObjectLiteralExpression(node)) return undefined;
  const hasCheck = node.properties.some((property) => property.name?.getText() === "check");
  const id = node.properties.find((property) => property.name?.getText() === "id");
  if (!hasCheck || id === undefined || !ts.isPropertyAssignment(id)) return undefined;
  return ts.isStringLiteral(id.initializer) ? id.initializer.text : undefined;
}

function conditionOf(node: ts.Node): ts.Expression | undefined {
  if (ts.isIfStatement(node)) return node.expression;
  if (ts.isConditionalExpression(node)) return node.condition;
  if (!ts.isCallExpression(node) || !ts.isPropertyAccessExpression(node.expression)) return undefined;
  const [callback] = node.arguments;
  if (!TESTS.has(node.expression.name.text) || callback === undefined || !ts.isArrowFunction(callback))
    return undefined;
  return ts.isBlock(callback.body) ? undefined : callback.body;
}
