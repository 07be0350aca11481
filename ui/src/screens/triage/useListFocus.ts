/** Gives the list the focus when asked to, and when it opens, unless somebody is typing. */

import { useCallback, useEffect, useState } from "react";

export function useListFocus(ready: boolean) {
  const [focusCall, setFocusCall] = useState(0);
  const focusList = useCallback(() => {
    // What lies over the desk keeps the focus until it is closed.
    if (document.querySelector("[aria-modal='true']") === null) setFocusCall((call) => call + 1);
  }, []);
  useEffect(() => {
    const typing = document.activeElement instanceof HTMLInputElement;
    if (ready && !typing) focusList();
  }, [ready, focusList]);
  return { focusCall, focusList };
}
