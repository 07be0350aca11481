import { describe, expect, test } from "vitest";
import { newOpId } from "../core/opid";
import { FakeHost } from "./fake";
import { syntheticNhsNumber } from "./fake/patients";

describe("the practice in memory", () => {
  test("its NHS numbers are from the 999 range with a right check digit", async () => {
    const host = new FakeHost({ staffId: "p-carys" });
    const numbers = [...host.world.requests.values()].flatMap((request) => request.patient.nhsNumber ?? []);
    expect(numbers.length).toBeGreaterThan(60);
    for (const number of [...numbers, syntheticNhsNumber(0)]) {
      const sum = [...number.slice(0, 9)].reduce((total, digit, at) => total + Number(digit) * (10 - at), 0);
      expect(number.startsWith("999")).toBe(true);
      expect((11 - (sum % 11)) % 11).toBe(Number(number[9]));
    }
  });

  test("the same decision sent twice is made once", async () => {
    const host = new FakeHost({ staffId: "p-carys" });
    const { rows } = await host.queue({ view: "unassigned", search: "", offset: 0, limit: 1, refresh: true });
    const request = await host.request({ id: rows[0]?.id ?? "" });
    const form = {
      opId: newOpId(0),
      requestId: request.id,
      seen: request.seen,
      decision: { kind: "add-note", text: "Rang" },
    } as const;
    await host.decide(form);
    await host.decide(form);
    const after = await host.request({ id: request.id });
    expect(after.notes.filter((note) => note.text === "Rang")).toHaveLength(1);
  });
});
