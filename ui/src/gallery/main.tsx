/** The page `gallery.html`, which `vite.browser.config.ts` serves and which no build that is shipped contains. */

import { createRoot } from "react-dom/client";
import "../styles/index.scss";
import { loadFixtures } from "./fixtures";
import { Gallery } from "./Gallery";
import "./gallery.css";

const element = document.getElementById("root");
if (element !== null) createRoot(element).render(<Gallery fixtures={await loadFixtures()} />);
