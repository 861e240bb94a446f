/**
 * Reading comma-separated text as spreadsheets write it (RFC 4180), with commas, semicolons or tabs between the fields.
 * Each record knows the line that it starts in, so that what is wrong with it can be found in the file.
 */
export interface CsvRecord {
  /** From 1, in the text as it was given. */
  line: number;
  fields: string[];
}

export interface Csv {
  records: CsvRecord[];
  /** The line of a quote that is never closed. */
  unclosed: number | null;
}

const separators = [",", ";", "\t"] as const;

/** What stands most often in the first line, outside of quotes. */
export function separatorOf(text: string): string {
  const [first = ""] = text.replaceAll(/"[^"]*"/g, "").trimStart().split(/\r?\n/, 1);
  const counts = separators.map((separator) => first.split(separator).length - 1);
  return separators[counts.indexOf(Math.max(...counts))] ?? ",";
}

class Reader {
  readonly records: CsvRecord[] = [];
  private at = 0;
  private line = 1;
  private record: CsvRecord = { line: 1, fields: [] };
  private field = "";
  private readonly text: string;
  private readonly separator: string;

  constructor(text: string, separator: string) {
    this.text = text;
    this.separator = separator;
  }

  read(): number | null {
    while (this.at < this.text.length) {
      const unclosed = this.step();
      if (unclosed !== null) return unclosed;
    }
    this.endRecord();
    return null;
  }

  private step(): number | null {
    const letter = this.text[this.at] ?? "";
    this.at += 1;
    if (letter === '"' && this.field.trim() === "") return this.quoted();
    if (letter === this.separator) this.endField();
    else if (letter === "\n") {
      this.line += 1;
      this.endRecord();
    } else if (letter !== "\r") this.field += letter;
    return null;
  }

  /** From behind the opening quote to behind the closing one; two quotes are one that is meant. */
  private quoted(): number | null {
    const opened = this.line;
    this.field = "";
    for (; this.at < this.text.length; this.at += 1) {
      const letter = this.text[this.at] ?? "";
      if (letter === '"' && this.text[this.at + 1] === '"') this.at += 1;
      else if (letter === '"') {
        this.at += 1;
        return null;
      }
      if (letter === "\n") this.line += 1;
      this.field += letter;
    }
    return opened;
  }

  private endField() {
    this.record.fields.push(this.field.trim());
    this.field = "";
  }

  /** A line without anything in it is no record. */
  private endRecord() {
    this.endField();
    if (this.record.fields.some((field) => field !== "")) this.records.push(this.record);
    this.record = { line: this.line, fields: [] };
  }
}

export function readCsv(given: string): Csv {
  // spreadsheets mark the encoding with an invisible character
  const text = given.replace(/^\uFEFF/, "");
  const reader = new Reader(text, separatorOf(text));
  const unclosed = reader.read();
  return { records: reader.records, unclosed };
}
