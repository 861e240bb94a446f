/** The leaves of an expression: the longest static paths that it takes from outside. Needs acorn; a path alone does not come here. */
import { freeNames, parseExpression } from "@sallyport/document/template.ts";
import type { Node } from "acorn";
import { formatPath, type Path } from "./path.ts";

/** What the language itself gives; an expression that names these takes nothing from the page. */
export const GLOBALS: ReadonlySet<string> = new Set(
  ("undefined NaN Infinity globalThis Object Array String Number Boolean BigInt Symbol Date RegExp Math JSON Map Set WeakMap WeakSet WeakRef " +
    "Promise Reflect Proxy Intl Function Error AggregateError EvalError RangeError ReferenceError SyntaxError TypeError URIError Iterator " +
    "ArrayBuffer SharedArrayBuffer DataView Atomics Int8Array Uint8Array Uint8ClampedArray Int16Array Uint16Array Int32Array Uint32Array " +
    "Float32Array Float64Array BigInt64Array BigUint64Array FinalizationRegistry parseInt parseFloat isNaN isFinite encodeURI " +
    "encodeURIComponent decodeURI decodeURIComponent escape unescape arguments").split(" "),
);

export type Taken = {
  readonly leaves: readonly string[];
  /** Names that are called bare, such as `total(rows)`: functions of the app. */
  readonly calls: readonly string[];
};

type AnyNode = Node & { readonly [key: string]: unknown };

type Search = { readonly free: ReadonlySet<number>; readonly leaves: Set<string>; readonly calls: Set<string> };

/** `null` if the text is no expression. */
export function takenBy(source: string): Taken | null {
  const expression = parseExpression(source);
  if (expression === null) return null;
  const free = new Set(freeNames(expression).flatMap((name) => (GLOBALS.has(name.name) ? [] : [name.start])));
  const search: Search = { free, leaves: new Set(), calls: new Set() };
  visit(expression, search);
  return { leaves: [...search.leaves], calls: [...search.calls] };
}

function visit(node: Node, search: Search): void {
  const any = node as AnyNode;
  if (node.type === "CallExpression" && isNode(any["callee"])) {
    const callee = unchained(any["callee"]);
    if (callee.type === "Identifier" && search.free.has(callee.start)) search.calls.add(String(callee["name"]));
    else if (callee.type === "MemberExpression" && callee["computed"] !== true) visit(callee["object"] as AnyNode, search);
    else visit(callee, search);
    visitAll([any["arguments"]], search);
    return;
  }
  if (node.type === "Identifier" || node.type === "MemberExpression") {
    const path = pathOf(any, search);
    if (path !== null) {
      search.leaves.add(formatPath(path));
      return;
    }
  }
  if (node.type === "Identifier") return;
  if (node.type === "MemberExpression") visitAll([any["object"], any["computed"] === true ? any["property"] : null], search);
  else visitAll(Object.values(any), search);
}

/** The static path that the node is, if its root is free. */
function pathOf(node: AnyNode, search: Search): Path | null {
  if (node.type === "Identifier") return search.free.has(node.start) ? [String(node["name"])] : null;
  if (node.type === "ChainExpression") return pathOf(node["expression"] as AnyNode, search);
  if (node.type !== "MemberExpression") return null;
  const step = stepOf(node);
  if (step === null) return null;
  const object = pathOf(node["object"] as AnyNode, search);
  return object === null ? null : [...object, step];
}

function stepOf(member: AnyNode): string | number | null {
  const property = member["property"] as AnyNode;
  if (member["computed"] !== true) return property.type === "Identifier" ? String(property["name"]) : null;
  if (property.type !== "Literal") return null;
  const value = property["value"];
  if (typeof value === "string") return value;
  return typeof value === "number" && Number.isInteger(value) && value >= 0 ? value : null;
}

function unchained(node: AnyNode): AnyNode {
  return node.type === "ChainExpression" ? (node["expression"] as AnyNode) : node;
}

function visitAll(values: readonly unknown[], search: Search): void {
  for (const value of values) {
    if (Array.isArray(value)) visitAll(value, search);
    else if (isNode(value)) visit(value, search);
  }
}

function isNode(value: unknown): value is AnyNode {
  return typeof value === "object" && value !== null && "type" in value && typeof value.type === "string";
}
