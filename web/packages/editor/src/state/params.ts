/** The parameters that a page's expressions speak of: `page.params.<name>`. */
import type { Document, PageId } from "@sallyport/document/records.ts";
import { queriesOf, widgetsOf } from "@sallyport/document/tree.ts";
import { namesMentioned } from "@sallyport/document/rename.ts";

const MENTION = /\bpage\.params\.([A-Za-z_][A-Za-z0-9_]*)/g;

/** From the page's widgets and from the queries that these mention, directly or through one another. */
export function paramsOf(document: Document, page: PageId): string[] {
  const widgets = widgetsOf(document).filter((widget) => widget.page === page);
  const queries = new Map(queriesOf(document).map((query) => [query.name, query]));
  const seen = new Set<string>();
  const names = new Set<string>();
  const texts = widgets.map((widget) => JSON.stringify([widget.properties, widget.events]));
  const follow = (mentioned: ReadonlySet<string>): void => {
    for (const name of mentioned) {
      const query = queries.get(name);
      if (!query || seen.has(name)) continue;
      seen.add(name);
      texts.push(JSON.stringify(query.body));
      follow(namesMentioned(query));
    }
  };
  for (const widget of widgets) follow(namesMentioned(widget));
  for (const text of texts) for (const match of text.matchAll(MENTION)) if (match[1] !== undefined) names.add(match[1]);
  return [...names].sort();
}
