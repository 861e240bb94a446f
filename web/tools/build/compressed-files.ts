/**
 * Each file of the build once more as `<name>.br`, for the server to give to browsers as it is: compressing anew for each reader would
 * hold up whoever else waits for the server, and compress less. Fonts are compressed already.
 */
import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { brotliCompress, constants } from "node:zlib";
import type { Plugin } from "vite";

const compressed = /\.(css|js|svg|wasm)$/;
/** Of 11. The last step takes twice the time for two in a hundred. */
const quality = 10;

export function compressedFiles(): Plugin {
  return {
    name: "sallyport:compressed-files",
    apply: "build",
    async writeBundle({ dir = "" }) {
      const folder = join(dir, "assets");
      const names = (await readdir(folder)).filter((name) => compressed.test(name));
      await Promise.all(names.map((name) => compress(join(folder, name))));
    },
  };
}

async function compress(file: string): Promise<void> {
  const plain = await readFile(file);
  const params = { [constants.BROTLI_PARAM_QUALITY]: quality, [constants.BROTLI_PARAM_SIZE_HINT]: plain.length };
  await writeFile(`${file}.br`, await promisify(brotliCompress)(plain, { params }));
}
