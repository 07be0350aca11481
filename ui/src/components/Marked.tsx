import { hitsIn } from "../core/hits";

type MarkedProps = { text: string; search: string };

/** A text in which the words of a search are marked. */
export function Marked({ text, search }: MarkedProps) {
  if (search === "") return text;
  let at = 0;
  return hitsIn(text, search).map((stretch) => {
    const from = at;
    at += stretch.text.length;
    return stretch.hit ? <mark key={from}>{stretch.text}</mark> : stretch.text;
  });
}
