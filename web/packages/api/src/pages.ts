import type { Page } from "./types.ts";

type Fetch<Item> = (page: { cursor?: string; limit: number }) => Promise<Page<Item>>;

/** Every item of a list that is short by nature (the people of a team): all pages, one after another. */
export async function allPages<Item>(fetch: Fetch<Item>): Promise<Item[]> {
  const items: Item[] = [];
  let cursor: string | null = null;
  do {
    const page: Page<Item> = await fetch({ limit: 200, ...(cursor === null ? {} : { cursor }) });
    items.push(...page.items);
    cursor = page.next;
  } while (cursor !== null);
  return items;
}
