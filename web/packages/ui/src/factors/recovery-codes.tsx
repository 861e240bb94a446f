/** Recovery codes, shown this once: to be copied, kept as a file, or printed. */
import { Button, Stack, Text } from "@mantine/core";
import { useClipboard } from "@mantine/hooks";
import { IconCheck, IconCopy, IconDownload, IconPrinter } from "@tabler/icons-react";
import { useState } from "react";
import { createPortal } from "react-dom";
import "./factors.css";

interface RecoveryCodesProps {
  codes: readonly string[];
  /** Whose they are, for the file and the sheet of paper. */
  email: string;
  onKept: () => void;
}

export function codesFile(codes: readonly string[], email: string, place: string): string {
  return [`Recovery codes of ${email} at ${place}`, "Each signs you in once when your second factor is not at hand.", "", ...codes, ""].join("\n");
}

function download(text: string) {
  const address = URL.createObjectURL(new Blob([text], { type: "text/plain" }));
  const link = document.createElement("a");
  link.href = address;
  link.download = "sallyport-recovery-codes.txt";
  link.click();
  setTimeout(() => URL.revokeObjectURL(address));
}

export function RecoveryCodes({ codes, email, onKept }: RecoveryCodesProps) {
  const clipboard = useClipboard({ timeout: 2000 });
  const [taken, setTaken] = useState(false);
  const [insists, setInsists] = useState(false);
  const place = location.host;

  function go() {
    // the codes cannot be shown again, so that one who took nothing is asked once more
    if (taken || insists) onKept();
    else setInsists(true);
  }

  return (
    <Stack gap="md">
      <Text>Keep these recovery codes where you find them without this device. Each signs you in once when your second factor is not at hand. They are not shown again.</Text>
      <ol className="recovery-codes" aria-label="Recovery codes">
        {codes.map((code) => (
          <li key={code}>{code}</li>
        ))}
      </ol>
      <div className="recovery-acts">
        <Button
          variant="default"
          data-autofocus
          autoFocus
          leftSection={clipboard.copied ? <IconCheck size={16} aria-hidden="true" /> : <IconCopy size={16} aria-hidden="true" />}
          onClick={() => {
            clipboard.copy(codes.join("\n"));
            setTaken(true);
          }}
        >
          {clipboard.copied ? "Copied" : "Copy"}
        </Button>
        <Button
          variant="default"
          leftSection={<IconDownload size={16} aria-hidden="true" />}
          onClick={() => {
            download(codesFile(codes, email, place));
            setTaken(true);
          }}
        >
          Download
        </Button>
        <Button
          variant="default"
          leftSection={<IconPrinter size={16} aria-hidden="true" />}
          onClick={() => {
            globalThis.print();
            setTaken(true);
          }}
        >
          Print
        </Button>
      </div>
      {insists && !taken && (
        <Text role="alert" className="recovery-warning">
          You have not copied, downloaded or printed them. Without them, only an administrator can let you back in.
        </Text>
      )}
      <Button onClick={go} fullWidth>
        {insists && !taken ? "Go on without a copy" : "I have kept them"}
      </Button>
      {createPortal(
        <section className="print-sheet" aria-hidden="true">
          <h1>Recovery codes</h1>
          <p>
            {email} at {place}. Each signs you in once when your second factor is not at hand.
          </p>
          <ol>
            {codes.map((code) => (
              <li key={code}>{code}</li>
            ))}
          </ol>
        </section>,
        document.body,
      )}
    </Stack>
  );
}
