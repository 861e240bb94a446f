import {
  IconChartLine,
  IconClipboardText,
  IconForms,
  IconHash,
  IconLayoutNavbar,
  IconSelect,
  IconSquare,
  IconSquareRoundedArrowRight,
  IconTable,
  IconAppWindow,
  IconTypography,
  type Icon,
} from "@tabler/icons-react";
import type { WidgetType } from "@sallyport/document/records.ts";

const ICONS: Record<WidgetType, Icon> = {
  table: IconTable,
  text: IconTypography,
  statistic: IconHash,
  chart: IconChartLine,
  input: IconForms,
  select: IconSelect,
  button: IconSquareRoundedArrowRight,
  form: IconClipboardText,
  container: IconSquare,
  tabs: IconLayoutNavbar,
  modal: IconAppWindow,
};

export function WidgetIcon({ type }: { readonly type: WidgetType }) {
  const Shape = ICONS[type];
  return <Shape size={16} stroke={1.6} aria-hidden />;
}
