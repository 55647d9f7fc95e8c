import ts from "typescript";

/** One change of a rule's logic. */
export interface Mutation {
  readonly start: number;
  readonly end: number;
  readonly line: number;
  /** What stood there, and what stands there now. */
  readonly from: string;
  readonly to: string;
  /** Id of the rule in whose definition it stands; undefined for a function beside the rules. */
  readonly rule: string | undefined;
}

/** Parts of a finding that are words for people: which of two words stands there is not what a case is about. */
const WORDS: ReadonlySet<string> = new Set(["found", "expected", "fix", "subject"]);

/** Methods whose callback is a condition. */
const TESTS: ReadonlySet<string> = new Set(["filter", "some", "every", "find", "findLast", "findIndex"]);

/** Operators whose neighbour would be a slip of the pen: a connective for the other, a bound that is open for one that is closed. */
const NEIGHBOURS: ReadonlyMap<ts.SyntaxKind, string> = new Map([
  [ts.SyntaxKind.AmpersandAmpersandToken, "||"],
  [ts.SyntaxKind.BarBarToken, "&&"],
  [ts.SyntaxKind.LessThanToken, "<="],
  [ts.SyntaxKind.LessThanEqualsToken, "<"],
  [ts.SyntaxKind.GreaterThanToken, ">="],
  [ts.SyntaxKind.GreaterThanEqualsToken, ">"],
]);

/**
 * Every change of a file of rules: conditions (of `if`, of `? :`, of the callbacks that choose among items) turned into their
 * opposite, connectives and bounds into their neighbour. Those in a message's words are left out.
 */
export function mutationsOf(file: string, text: string): Mutation[] {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
  const found: Mutation[] = [];
  const visit = (node: ts.Node, rule: string | undefined): void => {
    if (ts.isPropertyAssignment(node) && WORDS.has(node.name.getText(source))) return;
    const within = idOf(node) ?? rule;
    for (const [target, to] of changesOf(node, source)) {
      const [start, end] = [target.getStart(source), target.getEnd()];
      const line = source.getLineAndCharacterOfPosition(start).line + 1;
      found.push({ start, end, line, from: oneLine(node, source), to, rule: within });
    }
    ts.forEachChild(node, (child) => {
      visit(child, within);
    });
  };
  visit(source, undefined);
  return found;
}

export const mutated = (text: string, { start, end, to }: Mutation): string =>
  `${text.slice(0, start)}${to}${text.slice(end)}`;

const oneLine = (node: ts.Node, source: ts.SourceFile): string =>
  (conditionOf(node) ?? node).getText(source).replaceAll(/\s+/g, " ");

/** What is replaced by what. */
function changesOf(node: ts.Node, source: ts.SourceFile): [target: ts.Node, to: string][] {
  const condition = conditionOf(node);
  if (condition !== undefined) return [[condition, `!(${condition.getText(source)})`]];
  if (!ts.isBinaryExpression(node)) return [];
  const to = NEIGHBOURS.get(node.operatorToken.kind);
  const isGuarded = [node.left, node.right].some((side) => GUARD.test(side.getText(source)));
  return to === undefined || isGuarded ? [] : [[node.operatorToken, to]];
}

/** What narrows a type: with the other connective the rest reads what may not be there, which the type checker refuses. */
const GUARD = /(?:[=!]== (?:undefined|null)|\bArray\.isArray\([^()]*\))$|^!?\(?typeof /;

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
