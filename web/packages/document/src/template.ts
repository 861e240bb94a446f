/**
 * Finding the expressions in a template, and the names that an expression takes from outside. Only for reading and
 * renaming; evaluating is the runtime's work.
 */
import { parseExpressionAt, type Expression, type Node } from "acorn";

export type Part =
  | { readonly type: "text"; readonly text: string; readonly start: number }
  | { readonly type: "expression"; readonly source: string; readonly start: number };

/** Parses one expression that fills the whole of `source`; `null` if it does not. */
export function parseExpression(source: string): Expression | null {
  try {
    const expression = parseExpressionAt(source, 0, { ecmaVersion: 2022, allowAwaitOutsideFunction: false });
    return isBlank(source.slice(expression.end)) ? expression : closesParentheses(source, expression);
  } catch {
    return null;
  }
}

function isBlank(text: string): boolean {
  return /^(?:\s|\/\*[\s\S]*?\*\/|\/\/[^\n]*(?:\n|$))*$/.test(text);
}

/** Parentheses around an expression lie outside its node: `(a)` ends, as a node, before the `)`. */
function closesParentheses(source: string, expression: Expression): Expression | null {
  const after = source.slice(expression.end).replace(/\s+/g, "");
  const before = source.slice(0, expression.start).replace(/\s+/g, "");
  return /^\)+$/.test(after) && before === "(".repeat(after.length) ? expression : null;
}

/** Splits a template: `{{`, then the shortest `}}` at which the inside is an expression. */
export function partsOf(template: string): Part[] {
  const parts: Part[] = [];
  let text = 0;
  let open = template.indexOf("{{");
  while (open !== -1) {
    const close = closingOf(template, open + 2);
    if (close === -1) {
      open = template.indexOf("{{", open + 2);
      continue;
    }
    if (open > text) parts.push({ type: "text", text: template.slice(text, open), start: text });
    parts.push({ type: "expression", source: template.slice(open + 2, close), start: open + 2 });
    text = close + 2;
    open = template.indexOf("{{", text);
  }
  if (text < template.length) parts.push({ type: "text", text: template.slice(text), start: text });
  return parts;
}

function closingOf(template: string, from: number): number {
  for (let close = template.indexOf("}}", from); close !== -1; close = template.indexOf("}}", close + 1)) {
    if (parseExpression(template.slice(from, close)) !== null) return close;
  }
  return -1;
}

export interface FreeName {
  readonly name: string;
  readonly start: number;
  readonly end: number;
  /** In `{ name }` the name is both key and value, so that a renaming must write both. */
  readonly shorthand: boolean;
}

/** The identifiers of an expression that it does not bind itself. */
export function freeNames(expression: Node): FreeName[] {
  const found: FreeName[] = [];
  visit(expression, new Set(), found);
  return found;
}

type AnyNode = Node & { readonly [key: string]: unknown };

function isNode(value: unknown): value is AnyNode {
  return typeof value === "object" && value !== null && typeof (value as { type?: unknown }).type === "string";
}

function visit(node: Node, bound: ReadonlySet<string>, found: FreeName[]): void {
  const any = node as AnyNode;
  switch (node.type) {
    case "Identifier": {
      const name = String(any["name"]);
      if (!bound.has(name)) found.push({ name, start: node.start, end: node.end, shorthand: false });
      return;
    }
    case "MemberExpression":
      visitAll([any["object"], any["computed"] === true ? any["property"] : null], bound, found);
      return;
    case "Property": {
      const value = any["value"];
      if (any["shorthand"] === true && isNode(value)) {
        const before = found.length;
        visit(value, bound, found);
        if (value.type === "Identifier" && found.length > before) {
          found.push({ name: String(value["name"]), start: value.start, end: value.end, shorthand: true });
          found.splice(before, 1);
        }
        return;
      }
      visitAll([any["computed"] === true ? any["key"] : null, value], bound, found);
      return;
    }
    case "ArrowFunctionExpression":
    case "FunctionExpression":
    case "FunctionDeclaration": {
      const inner = new Set(bound);
      for (const part of [any["id"], any["params"]]) bind(part, inner);
      declare(any["body"], inner);
      visitAll([...patternDefaults(any["params"]), any["body"]], inner, found);
      return;
    }
    case "BlockStatement":
    case "ForStatement":
    case "ForOfStatement":
    case "ForInStatement": {
      const inner = new Set(bound);
      declare(node, inner);
      visitAll(Object.values(any), inner, found);
      return;
    }
    case "VariableDeclarator":
      visitAll([any["init"], ...patternDefaults(any["id"])], bound, found);
      return;
    case "CatchClause": {
      const inner = new Set(bound);
      bind(any["param"], inner);
      visitAll([any["body"]], inner, found);
      return;
    }
    case "LabeledStatement":
      visitAll([any["body"]], bound, found);
      return;
    case "BreakStatement":
    case "ContinueStatement":
      return;
    default:
      visitAll(Object.values(any), bound, found);
  }
}

function visitAll(values: readonly unknown[], bound: ReadonlySet<string>, found: FreeName[]): void {
  for (const value of values) {
    if (Array.isArray(value)) visitAll(value, bound, found);
    else if (isNode(value)) visit(value, bound, found);
  }
}

/** The names that a pattern binds. */
function bind(pattern: unknown, bound: Set<string>): void {
  if (Array.isArray(pattern)) for (const item of pattern) bind(item, bound);
  if (!isNode(pattern)) return;
  if (pattern.type === "Identifier") bound.add(String(pattern["name"]));
  else if (pattern.type === "ObjectPattern") bind(pattern["properties"], bound);
  else if (pattern.type === "Property") bind(pattern["value"], bound);
  else if (pattern.type === "ArrayPattern") bind(pattern["elements"], bound);
  else if (pattern.type === "AssignmentPattern") bind(pattern["left"], bound);
  else if (pattern.type === "RestElement") bind(pattern["argument"], bound);
}

/** The default values inside patterns: the only expressions there. */
function patternDefaults(pattern: unknown): unknown[] {
  if (Array.isArray(pattern)) return pattern.flatMap(patternDefaults);
  if (!isNode(pattern)) return [];
  if (pattern.type === "AssignmentPattern") return [...patternDefaults(pattern["left"]), pattern["right"]];
  if (pattern.type === "ObjectPattern") return patternDefaults(pattern["properties"]);
  if (pattern.type === "Property") return patternDefaults(pattern["value"]);
  if (pattern.type === "ArrayPattern") return patternDefaults(pattern["elements"]);
  return [];
}

/** The names that statements declare directly in a block or in the head of a loop. */
function declare(node: unknown, bound: Set<string>): void {
  if (!isNode(node)) return;
  const statements = [node["body"], node["init"], node["left"]].flat();
  for (const statement of statements) {
    if (!isNode(statement)) continue;
    if (statement.type === "FunctionDeclaration") bind(statement["id"], bound);
    if (statement.type !== "VariableDeclaration" || !Array.isArray(statement["declarations"])) continue;
    for (const declarator of statement["declarations"]) if (isNode(declarator)) bind(declarator["id"], bound);
  }
}
