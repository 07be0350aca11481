/** The host inside the application's window: every call goes to Rust by `invoke`. */

import { invoke } from "@tauri-apps/api/core";
import { listen } from "@tauri-apps/api/event";
import type { ChangedEvent } from "./bindings";
import type { Host } from "./host";

const CHANGED = "changed";
const SHOW_URGENT = "show-urgent";

/** Hears one kind of event until the function that it returns is called. */
function hear<T>(event: string, handler: (payload: T) => void): () => void {
  const listening = listen<T>(event, ({ payload }) => handler(payload));
  return () => {
    void listening.then((stop) => stop());
  };
}

export function tauriHost(): Host {
  return {
    session: () => invoke("session"),
    connect: (req) => invoke("connect", { req }),
    signIn: (req) => invoke("sign_in", { req }),
    signInWithBrowser: () => invoke("sign_in_with_browser"),
    switchUser: () => invoke("switch_user"),
    rail: () => invoke("rail"),
    queue: (req) => invoke("queue", { req }),
    request: (req) => invoke("request", { req }),
    photo: (req) => invoke("photo", { req }),
    decide: (req) => invoke("decide", { req }),
    routeRequest: (req) => invoke("route_request", { req }),
    undo: (req) => invoke("undo", { req }),
    status: () => invoke("status"),
    setWorkOffline: (req) => invoke("set_work_offline", { req }),
    syncNow: () => invoke("sync_now"),
    attention: () => invoke("attention"),
    resolve: (req) => invoke("resolve", { req }),
    enter: (req) => invoke("enter", { req }),
    holdTimes: () => invoke("hold_times"),
    outageList: (req) => invoke("outage_list", { req }),
    setup: () => invoke("setup"),
    saveSetup: (req) => invoke("save_setup", { req }),
    exportSetup: () => invoke("export_setup"),
    importSetup: (req) => invoke("import_setup", { req }),
    startWriting: (req) => invoke("start_writing", { req }),
    stopWriting: (req) => invoke("stop_writing", { req }),
    copy: (req) => invoke("copy", { req }),
    actions: () => invoke("actions"),
    startMinutes: (req) => invoke("start_minutes", { req }),
    resumeMinutes: () => invoke("resume_minutes"),
    stopMinutes: () => invoke("stop_minutes"),
    minutes: () => invoke("minutes"),
    workload: () => invoke("workload"),
    toggleReaderWindow: () => invoke("toggle_reader_window"),
    readerWindow: () => invoke("reader_window"),
    showInReader: (req) => invoke("show_in_reader", { req }),
    draft: (req) => invoke("draft", { req }),
    saveDraft: (req) => invoke("save_draft", { req }),
    attach: (req) => invoke("attach", { req }),
    detach: (req) => invoke("detach", { req }),
    startPractising: () => invoke("start_practising"),
    stopPractising: () => invoke("stop_practising"),
    training: () => invoke("training"),
    typed: (req) => invoke("typed", { req }),
    keepTyped: (req) => invoke("keep_typed", { req }),
    keepPlace: (req) => invoke("keep_place", { req }),
    report: () => invoke("report"),
    copyReport: () => invoke("copy_report"),
    exportWorkload: () => invoke("export_workload"),
    windowFocus: (req) => invoke("window_focus", { req }),
    onChanged: (handler) => hear<ChangedEvent>(CHANGED, handler),
    onShowUrgent: (handler) => hear<null>(SHOW_URGENT, () => handler()),
  };
}
