import { createRoot } from "react-dom/client";
import { App } from "./app/App";
import type { Host } from "./host/host";
import { tauriHost } from "./host/tauri";
import "./styles/index.scss";
import { ReaderWindow } from "./readerWindow/ReaderWindow";
import { startWords } from "./words/start";

async function findHost(): Promise<Host | null> {
  if ("__TAURI_INTERNALS__" in window) return tauriHost();
  const search = new URLSearchParams(window.location.search);
  if (!search.has("fake")) return null;
  const { browserHost } = await import("./host/browser");
  return browserHost(search);
}

type WindowProps = { host: Host };

/** The program has two kinds of window, told apart by their address. */
function Window({ host }: WindowProps) {
  const isReader = new URLSearchParams(window.location.search).get("window") === "reader";
  return isReader ? <ReaderWindow host={host} /> : <App host={host} />;
}

const element = document.getElementById("root");
if (element !== null) {
  const host = await findHost();
  createRoot(element).render(
    host === null ? <p className="empty">{startWords.notInWindow}</p> : <Window host={host} />,
  );
}
