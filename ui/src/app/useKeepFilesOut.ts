/** A file that is dropped where nothing takes it would open in the window, over everything that is there. */

import { useEffect } from "react";
import { carriesFiles } from "../core/files";

export function useKeepFilesOut(): void {
  useEffect(() => {
    const keepOut = (event: DragEvent) => {
      const { dataTransfer, defaultPrevented } = event;
      if (defaultPrevented || dataTransfer === null || !carriesFiles(dataTransfer.types)) return;
      event.preventDefault();
      dataTransfer.dropEffect = "none";
    };
    window.addEventListener("dragover", keepOut);
    window.addEventListener("drop", keepOut);
    return () => {
      window.removeEventListener("dragover", keepOut);
      window.removeEventListener("drop", keepOut);
    };
  }, []);
}
