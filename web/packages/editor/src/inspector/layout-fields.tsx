/** Place and size in numbers, and the container: every move without a pointer. */
import { NumberInput, Select } from "@mantine/core";
import type { Document, Layout, WidgetRecord } from "@sallyport/document/records.ts";
import { isInside, placeOf, widgetsOf, type Place } from "@sallyport/document/tree.ts";
import { firstFree } from "@sallyport/document/grid.ts";
import { placeWidgets, roomTaken } from "@sallyport/document/widget-commands.ts";
import { slotsOf } from "@sallyport/widgets/definition.ts";
import { definitionOf } from "@sallyport/widgets/definitions.ts";
import { useMemo } from "react";
import { useEditor, useStore } from "../state/use-editor.ts";
import styles from "./inspector.module.css";

const FIELDS: readonly { readonly key: keyof Layout; readonly label: string; readonly min: number; readonly max: number }[] = [
  { key: "x", label: "Column", min: 0, max: 11 },
  { key: "y", label: "Row", min: 0, max: 10_000 },
  { key: "w", label: "Width", min: 1, max: 12 },
  { key: "h", label: "Height", min: 1, max: 1_000 },
];

export function LayoutFields({ widget }: { readonly widget: WidgetRecord }) {
  const store = useStore();
  const document = useEditor((state) => state.document);
  const places = useMemo(() => placesFor(document, widget), [document, widget]);
  const current = placeOf(widget);
  const set = (key: keyof Layout, value: number) => {
    const layout = { ...widget.layout, [key]: value };
    const fitted = key === "w" ? { ...layout, w: Math.min(value, 12 - layout.x) } : layout;
    store.run(placeWidgets(store.get().document, [{ id: widget.id, place: current, layout: fitted }]), `Place ${widget.name}`, `${widget.id}.layout`);
  };
  const moveInto = (key: string | null) => {
    const found = places.find((place) => place.value === key);
    if (!found) return;
    const taken = roomTaken(document, found.place);
    const layout = firstFree(taken, widget.layout.w, widget.layout.h);
    store.run(placeWidgets(store.get().document, [{ id: widget.id, place: found.place, layout }]), `Move ${widget.name} into ${found.label}`);
  };
  return (
    <section className={styles.section} aria-label="Place and size">
      <h3 className={styles.sectionTitle}>Place and size, in cells</h3>
      <div className={styles.cells}>
        {FIELDS.map(({ key, label, min, max }) => (
          <NumberInput
            key={key}
            size="xs"
            label={label}
            min={min}
            max={max}
            allowDecimal={false}
            value={widget.layout[key]}
            onChange={(value) => typeof value === "number" && set(key, value)}
          />
        ))}
      </div>
      <Select
        mt={8}
        size="xs"
        label="Inside"
        searchable
        data={places.map(({ value, label }) => ({ value, label }))}
        value={keyOf(current)}
        onChange={moveInto}
      />
    </section>
  );
}

const keyOf = (place: Place): string => `${place.parent ?? "page"}/${place.slot}`;

interface Choice {
  readonly value: string;
  readonly label: string;
  readonly place: Place;
}

/** The page, and every slot of the page's widgets that is not inside this one. */
function placesFor(document: Document, widget: WidgetRecord): Choice[] {
  const top: Place = { page: widget.page, parent: null, slot: "main" };
  const holders = widgetsOf(document).filter((other) => other.page === widget.page && !isInside(document, other.id, widget.id));
  const inside = holders.flatMap((holder) => {
    const definition = definitionOf(holder.type);
    const slots = definition ? slotsOf(definition, holder.properties) : [];
    return slots.map((slot) => {
      const place = { page: widget.page, parent: holder.id, slot };
      return { value: keyOf(place), label: slots.length > 1 ? `${holder.name}, ${slot}` : holder.name, place };
    });
  });
  return [{ value: keyOf(top), label: "The page", place: top }, ...inside.sort((a, b) => (a.label < b.label ? -1 : 1))];
}
