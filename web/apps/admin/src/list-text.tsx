import type { ReactNode } from "react";

/** Names in a row, or a dash where there are none. */
export const listText = (texts: readonly string[]): ReactNode => (texts.length === 0 ? <span className="quiet">–</span> : texts.join(", "));
