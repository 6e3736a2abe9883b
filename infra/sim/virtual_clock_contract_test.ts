import { testClock } from "../../services/orders/clock_contract.ts";
import { createVirtualClock } from "./virtual_clock.ts";

testClock("virtual clock", () => {
  const clock = createVirtualClock();
  return { clock, run: (body) => clock.run(body) };
});

testClock("virtual clock, a view with a name", () => {
  const clock = createVirtualClock();
  return { clock: clock.named("worker"), run: (body) => clock.run(body) };
});
