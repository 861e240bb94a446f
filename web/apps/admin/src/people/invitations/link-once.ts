import type { Once } from "../../once-dialog.tsx";

/** A link that the administrator hands over, since no mail can carry it. */
export const linkOnce = (email: string, link: string): Once => ({
  title: `The invitation of ${email}`,
  name: "Link",
  text: link,
  lead: "No mail can be sent, so hand this link over yourself. It works once, for seven days.",
});
