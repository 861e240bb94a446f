import { Button } from "@mantine/core";
import { textOf } from "@sallyport/runtime/json.ts";
import { useForm } from "../form/form-context.ts";
import type { WidgetViewProps } from "../view.ts";

const TONES = {
  primary: { variant: "filled" },
  default: { variant: "default" },
  subtle: { variant: "subtle" },
  danger: { variant: "filled", color: "red.8" },
} as const;

export function ButtonView({ snapshot, actions }: WidgetViewProps) {
  const { properties, running } = snapshot;
  const form = useForm();
  const submits = properties["submits"] === true && form !== null;
  const tone = TONES[textOf(properties["tone"]) as keyof typeof TONES] ?? TONES.primary;
  return (
    <Button
      {...tone}
      // what looks like a link stands where its text begins
      {...(tone === TONES.subtle ? { px: 8, ml: -8 } : { fullWidth: true })}
      type="button"
      disabled={properties["disabled"] === true || (submits && form.disabled)}
      loading={running.has("click") || (submits && form.submitting)}
      loaderProps={{ type: "dots" }}
      onClick={() => {
        actions.emit("click");
        if (submits) form.submit();
      }}
    >
      {textOf(properties["text"])}
    </Button>
  );
}
