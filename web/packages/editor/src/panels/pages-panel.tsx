/** The pages: add, rename, reorder, choose the home page, delete. Alt with the arrows reorders from the keyboard. */
import { ActionIcon, Menu } from "@mantine/core";
import { IconArrowDown, IconArrowUp, IconDots, IconEye, IconEyeOff, IconFile, IconHome, IconPencil, IconTrash } from "@tabler/icons-react";
import { addPage, editApp, editPage, movePage, removePage, retitlePage } from "@sallyport/document/app-commands.ts";
import type { PageRecord } from "@sallyport/document/records.ts";
import { appOf, pagesOf } from "@sallyport/document/tree.ts";
import { useMemo, useState } from "react";
import { useEditor, useStore } from "../state/use-editor.ts";
import { Panel } from "./panel.tsx";
import styles from "./panels.module.css";
import { RenameField } from "./rename-field.tsx";

export function PagesPanel() {
  const store = useStore();
  const document = useEditor((state) => state.document);
  const pages = useMemo(() => pagesOf(document), [document]);
  const [renaming, setRenaming] = useState<string | null>(null);
  const add = () => {
    const { change, id } = addPage(store.get().document, freeTitle(pages));
    store.run(change, "Add a page");
    store.goTo(id);
    setRenaming(id);
  };
  return (
    <Panel title="Pages" add={{ label: "Add a page", onClick: add }}>
      <ul className={styles.list}>
        {pages.map((page, index) => (
          <PageRow
            key={page.id}
            page={page}
            index={index}
            count={pages.length}
            isRenaming={renaming === page.id}
            onRename={(on) => setRenaming(on ? page.id : null)}
          />
        ))}
      </ul>
    </Panel>
  );
}

function freeTitle(pages: readonly PageRecord[]): string {
  const titles = new Set(pages.map((page) => page.title));
  let number = pages.length + 1;
  while (titles.has(`Page ${number}`)) number += 1;
  return `Page ${number}`;
}

interface RowProps {
  readonly page: PageRecord;
  readonly index: number;
  readonly count: number;
  readonly isRenaming: boolean;
  readonly onRename: (on: boolean) => void;
}

function PageRow({ page, index, count, isRenaming, onRename }: RowProps) {
  const store = useStore();
  const isCurrent = useEditor((state) => state.page === page.id);
  const isHome = useEditor((state) => appOf(state.document).home === page.id);
  const [dropping, setDropping] = useState(false);
  const move = (to: number) => store.run(movePage(store.get().document, page.id, to), `Move the page ${page.title}`);
  const rename = (title: string | null) => {
    onRename(false);
    if (title !== null) store.run(retitlePage(store.get().document, page.id, title), `Rename the page to ${title}`);
  };
  if (isRenaming) {
    return (
      <li className={styles.row}>
        <RenameField label="Title of the page" value={page.title} fault={(title) => (title.trim() === "" ? "give it a title" : null)} onDone={rename} />
      </li>
    );
  }
  return (
    <li className={styles.row} data-current={isCurrent || undefined} data-dropping={dropping || undefined}>
      <button
        type="button"
        className={styles.rowButton}
        aria-current={isCurrent ? "page" : undefined}
        draggable
      onDragStart={(event) => event.dataTransfer.setData("text/x-sallyport-page", page.id)}
      onDragOver={(event) => {
        if (!event.dataTransfer.types.includes("text/x-sallyport-page")) return;
        event.preventDefault();
        setDropping(true);
      }}
      onDragLeave={() => setDropping(false)}
      onDrop={(event) => {
        setDropping(false);
        const dragged = event.dataTransfer.getData("text/x-sallyport-page");
        if (dragged) store.run(movePage(store.get().document, dragged, index), "Move a page");
      }}
        onClick={() => store.goTo(page.id)}
        onDoubleClick={() => onRename(true)}
        onKeyDown={(event) => {
          if (event.key === "F2") onRename(true);
          if (event.altKey && event.key === "ArrowUp") move(index - 1);
          if (event.altKey && event.key === "ArrowDown") move(index + 1);
        }}
      >
        {isHome ? <IconHome size={16} stroke={1.6} aria-label="Home page" /> : <IconFile size={16} stroke={1.6} aria-hidden />}
        <span className={styles.rowText}>{page.title}</span>
        {!page.in_menu && <IconEyeOff size={14} aria-label="Not in the menu" />}
      </button>
      <PageMenu page={page} index={index} count={count} isHome={isHome} move={move} onRename={() => onRename(true)} />
    </li>
  );
}

interface MenuProps {
  readonly page: PageRecord;
  readonly index: number;
  readonly count: number;
  readonly isHome: boolean;
  readonly move: (to: number) => void;
  readonly onRename: () => void;
}

function PageMenu({ page, index, count, isHome, move, onRename }: MenuProps) {
  const store = useStore();
  const { document } = store.get();
  return (
    <Menu position="bottom-end" width={200} returnFocus>
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" size={24} aria-label={`What can be done with the page ${page.title}`}>
          <IconDots size={16} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item leftSection={<IconPencil size={16} />} rightSection="F2" onClick={onRename}>
          Rename
        </Menu.Item>
        <Menu.Item leftSection={<IconArrowUp size={16} />} disabled={index === 0} onClick={() => move(index - 1)}>
          Move up
        </Menu.Item>
        <Menu.Item leftSection={<IconArrowDown size={16} />} disabled={index === count - 1} onClick={() => move(index + 1)}>
          Move down
        </Menu.Item>
        <Menu.Item
          leftSection={<IconHome size={16} />}
          disabled={isHome}
          onClick={() => store.run(editApp(document, { home: page.id }), `Make ${page.title} the home page`)}
        >
          Make it the home page
        </Menu.Item>
        <Menu.Item
          leftSection={page.in_menu ? <IconEyeOff size={16} /> : <IconEye size={16} />}
          onClick={() => store.run(editPage(document, page.id, { in_menu: !page.in_menu }), "Change the menu")}
        >
          {page.in_menu ? "Leave out of the menu" : "Show in the menu"}
        </Menu.Item>
        <Menu.Divider />
        <Menu.Item
          color="red"
          leftSection={<IconTrash size={16} />}
          onClick={() => store.run(removePage(document, page.id), `Delete the page ${page.title}`)}
        >
          Delete
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
