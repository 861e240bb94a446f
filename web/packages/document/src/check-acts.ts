/** Faults of events and of the acts that follow them: what they speak of must be there. */
import { shown, templateFaults, valueFaults, type Fault } from "./check-values.ts";
import { isIdentifier } from "./names.ts";
import type { Act, Document, Event } from "./records.ts";
import { pageOf, queryOf, widgetOf } from "./tree.ts";

const MAX_ACTS = 50;
const MAX_EVENTS = 50;
const MAX_PARTS = 100;
const MAX_VALUE_DEPTH = 8;

function atMost(path: string, count: number, most: number): Fault[] {
  return count <= most ? [] : [{ path, message: `there are ${count}, at most ${most} are allowed` }];
}

/** `known` are the events that the widget raises; `null` if that is not known. */
export function faultsOfEvents(document: Document, path: string, events: readonly Event[], known: readonly string[] | null): Fault[] {
  const faults = atMost(path, events.length, MAX_EVENTS);
  const seen = new Set<string>();
  for (const [index, event] of events.entries()) {
    const on = `${path}.${index}.on`;
    if (known && !known.includes(event.on)) faults.push({ path: on, message: `the widget has no event \`${shown(event.on)}\`` });
    if (seen.has(event.on)) faults.push({ path: on, message: `the event \`${shown(event.on)}\` is listed twice` });
    seen.add(event.on);
    faults.push(...faultsOfActs(document, `${path}.${index}.acts`, event.acts));
  }
  return faults;
}

export function faultsOfActs(document: Document, path: string, acts: readonly Act[]): Fault[] {
  return [...atMost(path, acts.length, MAX_ACTS), ...acts.flatMap((act, index) => faultsOfAct(document, `${path}.${index}`, act))];
}

function faultsOfAct(document: Document, path: string, act: Act): Fault[] {
  const faults: Fault[] = [];
  if ("widget" in act && !widgetOf(document, act.widget)) faults.push({ path: `${path}.widget`, message: `there is no widget \`${act.widget}\`` });
  switch (act.type) {
    case "run_query":
      if (!queryOf(document, act.query)) faults.push({ path: `${path}.query`, message: `there is no query \`${act.query}\`` });
      break;
    case "navigate":
      if (!pageOf(document, act.page)) faults.push({ path: `${path}.page`, message: `there is no page \`${act.page}\`` });
      faults.push(...atMost(`${path}.params`, Object.keys(act.params).length, MAX_PARTS));
      faults.push(...valueFaults(`${path}.params`, act.params, 1, isIdentifier));
      break;
    case "set_value":
      faults.push(...valueFaults(`${path}.value`, act.value, MAX_VALUE_DEPTH));
      break;
    case "notify":
    case "confirm":
      faults.push(...templateFaults(`${path}.message`, act.message));
      break;
    case "copy":
      faults.push(...templateFaults(`${path}.value`, act.value));
      break;
    case "open":
    case "close":
    case "reset":
      break;
  }
  return faults;
}
