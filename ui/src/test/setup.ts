import "@testing-library/jest-dom/vitest";
import { cleanup, configure } from "@testing-library/react";
import { afterEach } from "vitest";

/** A busy machine takes its time; a test that waits for something that comes is not slower for it. */
configure({ asyncUtilTimeout: 6000 });

/** jsdom lays nothing out and cannot scroll. */
Element.prototype.scrollIntoView = () => undefined;

afterEach(() => cleanup());
