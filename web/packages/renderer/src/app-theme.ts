/** An app's own theme: its scheme, unless the person chose one; its accent, in shades that can be read. */
import { useMantineColorScheme } from "@mantine/core";
import type { AppView } from "@sallyport/runtime/view.ts";
import { useEffect, useLayoutEffect } from "react";
import { accentRules } from "./accent.ts";

const CHOSEN = "mantine-color-scheme-value";

export function useAppTheme(theme: AppView["theme"]): void {
  const { setColorScheme } = useMantineColorScheme({ keepTransitions: true });
  useAccent(theme.accent);
  useEffect(() => {
    if (theme.scheme === "system" || localStorage.getItem(CHOSEN) !== null) return undefined;
    setColorScheme(theme.scheme);
    // only for as long as this app is shown: it is not the person's choice
    localStorage.removeItem(CHOSEN);
    return undefined;
  }, [theme.scheme, setColorScheme]);
}

/** Gives what is inside `scope` the accent of an app; without a scope the whole page has it. */
export function useAccent(accent: string | null, scope = ""): void {
  useLayoutEffect(() => {
    const rules = accent === null ? null : accentRules(accent, scope);
    if (rules === null) return undefined;
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(rules);
    document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
    return () => {
      document.adoptedStyleSheets = document.adoptedStyleSheets.filter((adopted) => adopted !== sheet);
    };
  }, [accent, scope]);
}
