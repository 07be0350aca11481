/** Files on the way into the window: what may go with a message, and reading one for Rust, which alone tells what it is. */

/** Most files that go with one message; Rust has the same limit. */
export const FILES_MAX = 3;

/** Largest file that goes with a message, in bytes: 5 MB as a file manager counts them. Rust has the same limit. */
export const FILE_BYTES_MAX = 5 * 1024 * 1024;

/** What the system's own window offers to choose; a name proves nothing. */
export const FILES_ACCEPTED = ".pdf,.jpg,.jpeg,.png";

export type FileProblem = "attachment-too-large" | "attachment-empty";

/** What can be said of a file without reading it: one of 2 GB would hold up the window. */
export function problemOf(file: File): FileProblem | null {
  if (file.size === 0) return "attachment-empty";
  return file.size > FILE_BYTES_MAX ? "attachment-too-large" : null;
}

/** The file as base64; null where it cannot be read, as a folder or one that was moved meanwhile. */
export function readBase64(file: File): Promise<string | null> {
  return new Promise((resolve) => {
    const reader = new FileReader();
    reader.onload = () => {
      const { result } = reader;
      resolve(typeof result === "string" ? result.slice(result.indexOf(",") + 1) : null);
    };
    reader.onerror = () => resolve(null);
    reader.readAsDataURL(file);
  });
}

/** True for a drag that carries files, and not a piece of text. */
export function carriesFiles(types: readonly string[]): boolean {
  return types.includes("Files");
}
