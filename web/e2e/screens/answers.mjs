/** Answers that a screen is to meet, in place of the server's own: slow ones, failures, and what the demo does not hold. */

/** Never answered. */
export const hold = (page, pattern, method = "GET") => page.route(pattern, (route) => (route.request().method() === method ? undefined : route.fallback()));

export const problem = (status, code, title, detail, more = {}) => ({
  status,
  contentType: "application/problem+json",
  body: JSON.stringify({ type: `/problems/${code}`, title, status, code, detail, hint: null, request_id: "8f14e45fceea167a5a36dedd4bea2543", errors: [], ...more }),
});

export const away = problem(503, "unavailable", "Not available now", "the store cannot be reached", { hint: "try again in a moment" });

/** What a builder is told of a query that names no table, and what anybody else is. */
export const noTable = problem(422, "query_failed", "The query failed", "the datasource does not understand the query (1): no such table: customer");
export const notUnderstood = problem(422, "query_failed", "The query failed", "the datasource does not understand the query");

/** Always this answer. */
export const answer = (page, pattern, method, fulfilment) => page.route(pattern, (route) => (route.request().method() === method ? route.fulfill(fulfilment) : route.fallback()));

/** The server's answer, changed. */
export const change = (page, pattern, edit) =>
  page.route(pattern, async (route) => {
    if (route.request().method() !== "GET") return route.fallback();
    const response = await route.fetch();
    return route.fulfill({ response, json: edit(await response.json()) });
  });
