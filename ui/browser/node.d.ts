/** The one thing of Node.js that these files use; its own types are not installed for it. */
declare const process: { env: Record<string, string | undefined> };
