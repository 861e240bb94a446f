/** An app's own theme: its scheme, unless the person chose one; its accent, where it is readable. */
import { useMantineColorScheme } from "@mantine/core";
import type { AppView } from "@sallyport/runtime/view.ts";
import { useEffect } from "react";

const CHOSEN = "mantine-color-scheme-value";

export function useAppTheme(theme: AppView["theme"]): void {
  const { setColorScheme } = useMantineColorScheme({ keepTransitions: true });
  useEffect(() => {
    if (theme.scheme === "system" || localStorage.getItem(CHOSEN) !== null) return undefined;
    setColorScheme(theme.scheme);
    // only for as long as this app is shown: it is not the person's choice
    localStorage.removeItem(CHOSEN);
    return undefined;
  }, [theme.scheme, setColorScheme]);
}
