/** How each kind of widget looks. Apart from `definitions.ts`, so that what only asks what a widget is does not load React. */
import { ButtonView } from "./button/view.tsx";
import { ChartView } from "./chart/view.tsx";
import { ContainerView } from "./container/view.tsx";
import { FormView } from "./form/view.tsx";
import { InputView } from "./input/view.tsx";
import { SelectView } from "./select/view.tsx";
import { StatisticView } from "./statistic/view.tsx";
import { TableView } from "./table/view.tsx";
import { TabsView } from "./tabs/view.tsx";
import { TextView } from "./text/view.tsx";
import { lazy } from "react";
import type { WidgetView } from "./view.ts";

/** Nothing of a modal is seen before it opens, so the page does not wait for it. */
const ModalView = lazy(() => import("./modal/view.tsx").then(({ ModalView }) => ({ default: ModalView })));

/** By type. Without a prototype, so that no other name is found in it. */
export const VIEWS: { readonly [type: string]: WidgetView | undefined } = Object.assign(Object.create(null) as object, {
  table: TableView,
  text: TextView,
  statistic: StatisticView,
  chart: ChartView,
  input: InputView,
  select: SelectView,
  button: ButtonView,
  form: FormView,
  container: ContainerView,
  tabs: TabsView,
  modal: ModalView,
} satisfies { [type: string]: WidgetView });

/** These scroll or draw inside the box they are given; all others are as high as their content. */
const FILLING: ReadonlySet<string> = new Set(["table", "chart"]);

export function fillsItsBox(type: string): boolean {
  return FILLING.has(type);
}
