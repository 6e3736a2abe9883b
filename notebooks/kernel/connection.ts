/**
 * Where a kernel listens: free ports on 127.0.0.1 and a key, in the file that it is started with.
 *
 * @module
 */
import { randomBytes } from "node:crypto";

/** A connection file; the names are Jupyter's. */
export interface Connection {
  transport: "tcp";
  ip: "127.0.0.1";
  signature_scheme: "hmac-sha256";
  key: string;
  shell_port: number;
  iopub_port: number;
  control_port: number;
  stdin_port: number;
  hb_port: number;
}

/**
 * A connection that nothing uses yet. The kernel opens the ports itself, later, so another process may
 * take one first; such a kernel does not start, and `startKernel` tries again.
 */
export function freeConnection(): Connection {
  const listeners = Array.from(
    { length: 5 },
    () => Deno.listen({ hostname: "127.0.0.1", port: 0 }),
  );
  const [shell, iopub, control, stdin, hb] = listeners.map(({ addr }) => addr.port);
  listeners.forEach((listener) => listener.close());
  return {
    transport: "tcp",
    ip: "127.0.0.1",
    signature_scheme: "hmac-sha256",
    key: randomBytes(32).toString("hex"),
    shell_port: shell!,
    iopub_port: iopub!,
    control_port: control!,
    stdin_port: stdin!,
    hb_port: hb!,
  };
}
