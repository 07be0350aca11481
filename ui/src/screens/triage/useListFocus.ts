/** Gives the list the focus when asked to, and when it opens, unless somebody is typing. */

import { useCallback, useEffect, useState } from "react";
import { isUnderDialog } from "../../core/overlay";

export function useListFocus(ready: boolean) {
  const [focusCall, setFocusCall] = useState(0);
  const focusList = useCallback(() => {
    // What lies over the desk keeps the focus until it is closed.
    if (!isUnderDialog()) setFocusCall((call) => call + 1);
  }, []);
  useEffect(() => {
    const typing = document.activeElement instanceof HTMLInputElement;
    if (ready && !typing) focusList();
  }, [ready, focusList]);
  return { focusCall, focusList };
}
