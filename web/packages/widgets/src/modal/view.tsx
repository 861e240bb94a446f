import { Modal } from "@mantine/core";
import { useMediaQuery } from "@mantine/hooks";
import { textOf } from "@sallyport/runtime/json.ts";
import { IconX } from "@tabler/icons-react";
import type { WidgetViewProps } from "../view.ts";
import "./modal.css";

const WIDTHS: { readonly [width: string]: string } = { small: "400px", medium: "640px", large: "960px" };

export function ModalView({ snapshot, actions, slot, mode }: WidgetViewProps) {
  const narrow = useMediaQuery("(max-width: 640px)", false, { getInitialValueInEffect: false });
  const title = textOf(snapshot.properties["title"]);
  const opened = snapshot.exposed["opened"] === true;
  const width = WIDTHS[textOf(snapshot.properties["width"])] ?? "640px";
  if (mode === "edit") return opened ? <CanvasModal id={snapshot.widget.id} title={title} width={width} close={actions.close} slot={slot} /> : null;
  return (
    <Modal
      opened={opened}
      onClose={actions.close}
      title={title}
      size={width}
      fullScreen={narrow === true}
      classNames={{ title: "modal-title", body: "modal-body" }}
    >
      {slot("main")}
    </Modal>
  );
}

type CanvasModalProps = {
  readonly id: string;
  readonly title: string;
  readonly width: string;
  readonly close: () => void;
  readonly slot: WidgetViewProps["slot"];
};

/** On the canvas a modal lies over its page and no further, and takes no focus: the builder's own panels stay in reach. */
function CanvasModal({ id, title, width, close, slot }: CanvasModalProps) {
  return (
    <div className="canvas-modal">
      <div className="canvas-modal-window" data-widget-id={id} data-widget-type="modal" style={{ maxWidth: width }}>
        <header>
          <h2 className="modal-title">{title}</h2>
          <button type="button" className="canvas-modal-close" onClick={close} aria-label="Close">
            <IconX size={16} />
          </button>
        </header>
        <div className="modal-body">{slot("main")}</div>
      </div>
    </div>
  );
}
